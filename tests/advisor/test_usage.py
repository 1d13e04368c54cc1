from __future__ import annotations

import pytest
import yaml

from advisor.errors import InputError
from advisor.spread import Spread
from advisor.usage.profile import Sections, Usage, parse_usage
from advisor.usage.sections import FunctionUsage, TableUsage
from advisor.usage.template import template


def test_the_template_holds_every_key_with_its_default_and_a_comment() -> None:
    text = template()
    assert parse_usage(text, "template") == Usage()
    written = yaml.safe_load(text)
    assert set(written) == set(Sections.model_fields)
    for key, field in Sections.model_fields.items():
        section = type(field.default)
        assert set(written[key]) == set(section.model_fields)
        for name, one in section.model_fields.items():
            assert f"  # {one.description}\n  {name}: " in text


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}"])
def test_an_empty_file_is_the_default_usage(text: str) -> None:
    assert parse_usage(text, "usage.yaml") == Usage()


def test_a_number_is_the_same_in_every_month_and_other_keys_keep_their_defaults() -> None:
    usage = parse_usage("function: {requests: 5, duration_ms: {low: 1, expected: 2, high: 3}}", "usage.yaml")
    assert usage.function.requests == Spread(5, 5, 5)
    assert usage.function.duration_ms == Spread(1, 2, 3)
    assert usage.function.custom_metrics == FunctionUsage().custom_metrics


def test_an_override_changes_what_it_names_for_the_resources_that_it_fits_and_later_ones_win() -> None:
    text = """
    function: {duration_ms: 7}
    overrides:
      - {match: "*-predict", function: {requests: 1}}
      - {match: "a-*", function: {requests: 2}, table: {reads: 3}}
    """
    usage = parse_usage(text, "usage.yaml")
    assert usage.of(FunctionUsage, "b-predict").requests == Spread.exactly(1)
    assert usage.of(FunctionUsage, "a-predict").requests == Spread.exactly(2)
    assert usage.of(FunctionUsage, "a-predict").duration_ms == Spread.exactly(7)
    assert usage.of(FunctionUsage, "collect").requests == FunctionUsage().requests
    assert usage.of(TableUsage, "a-table").reads == Spread.exactly(3)
    assert list(usage.unused_overrides(frozenset({"b-predict"}))) == ["a-*"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("function: {request: 5}", "function.request: unknown key; did you mean requests?"),
        ("functions: {}", "functions: unknown key; did you mean function?"),
        ("zzz: 1", "zzz: unknown key; accepted: access_point, bucket"),
        (
            "overrides: [{match: a, function: {requsts: 1}}]",
            "overrides.0.function.requsts: unknown key; did you mean requests?",
        ),
        ("overrides: [{function: {}}]", "overrides.0.match"),
        ("function: {requests: many}", "function.requests = many: accepted: a number of at least 0"),
        ("function: {requests: true}", "function.requests = True: accepted: a number"),
        ("function: {requests: -1}", "function.requests = -1: accepted: a number of at least 0"),
        ("function: {requests: .nan}", "accepted: a number of at least 0"),
        ("function: {requests: 1000000000000000000000}", "at most 1e+15"),
        ("function: {requests: .inf}", "accepted: a number of at least 0"),
        ("function: {requests: {low: 2, expected: 1, high: 3}}", "in this order"),
        ("function: {requests: {low: 2, high: 3}}", "low, expected and high"),
        ("function: {traced_share: 1.5}", "accepted: a share from 0 to 1"),
        ("function: 3", "function = 3"),
        ("- 1", "usage.yaml holds list"),
        ("a: [", "usage.yaml is not YAML"),
        ("!!python/object/apply:os.system [echo]", "usage.yaml is not YAML"),
    ],
)
def test_a_file_that_is_not_accepted_says_where_and_what_is(text: str, said: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_usage(text, "usage.yaml")
    assert said in str(raised.value)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(InputError) as raised:
        parse_usage("function: {requests: x}\ntable: {read: 1}", "usage.yaml")
    assert len(str(raised.value).splitlines()) == 3


@pytest.mark.parametrize(("figure", "amount"), [("1e6", 1e6), ("2.5E3", 2500), ("1e+2", 100), ("1e-3", 0.001)])
def test_a_figure_with_an_exponent_is_a_number(figure: str, amount: float) -> None:
    assert parse_usage(f"function: {{requests: {figure}}}", "u").function.requests == Spread.exactly(amount)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("function: {requests: 1}\nfunction: {duration_ms: 2}", "u is not YAML: function is there twice in"),
        ("function: {requests: 1, requests: 2}", "requests is there twice"),
        ("[" * 50_000, "u is not YAML"),
        ("function: {requests: 1e999}", "at most 1e"),
        ("function: {requests: '5'}", "a number of at least 0"),
        ("function:", "function = None: accepted: keys and figures"),
        ("overrides: 5", "overrides = 5: accepted: keys and figures"),
        ("overrides: [{function: {requests: 1}}]", "overrides.0.match is missing"),
    ],
)
def test_what_is_no_usage_is_told_in_words(text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_usage(text, "u")
    assert said in str(refused.value)
