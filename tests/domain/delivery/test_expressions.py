"""GitHub's expressions: what is read, what is refused, and what each is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.delivery.evaluate import Before, starts, truth, value
from domain.delivery.expressions import parse

GOOD = Before({"a": "success"})
CONTEXTS: dict[str, object] = {
    "github": {"ref": "refs/heads/main", "event_name": "push", "event": {"number": 7.0, "labels": ["Bug"]}},
    "needs": {"a": {"result": "success", "outputs": {"n": "3"}}, "b": {"result": "failure"}},
    "vars": {"ROLE": "arn", "EMPTY": ""},
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("github.ref == 'refs/heads/main'", True),
        ("github.ref == 'REFS/heads/MAIN'", True),  # texts are compared without case
        ("github['ref'] != 'x'", True),
        ("${{ vars.ROLE != '' }}", True),
        ("GitHub.REF == 'refs/heads/main'", True),  # names of contexts and properties have no case either
        ("contains(needs.*.RESULT, 'FAILURE')", True),
        ("vars.EMPTY != ''", False),
        ("vars.MISSING == ''", True),  # null and the empty text are both 0
        ("vars.MISSING == null", True),
        ("!vars.EMPTY && vars.ROLE", "arn"),
        ("vars.EMPTY || 'other'", "other"),
        ("needs.a.outputs.n == 3", True),
        ("needs.a.outputs.n < 4 && needs.a.outputs.n >= 3", True),
        ("'it''s' == 'it''s'", True),
        ("contains(needs.*.result, 'failure')", True),
        ("contains(needs.*.result, 'cancelled')", False),
        ("contains('Hello', 'ELL')", True),
        ("contains(github.event.labels, 'bug')", True),
        ("contains(true, 'RUE')", True),  # what is no text is written as one
        ("startsWith(github.event.number, '7')", True),
        ("endsWith(github.event.number, '.0')", False),
        ("contains(null, 'null')", False),
        ("startsWith(github.ref, 'refs/heads/') && !endsWith(github.ref, 'dev')", True),
        ("(true || false) && false", False),
        ("true || false && false", True),
        ("-1.5 < 0x10", True),
        ("'text' == 0", False),  # what is not a number equals nothing
        ("'text' > 'apple'", True),
        ("'a' <= 'A'", True),
    ],
)
def test_an_expression_is_worth_what_github_says(source: str, expected: object) -> None:
    assert value(parse(source), CONTEXTS, GOOD) == expected


@pytest.mark.parametrize(
    "source",
    ["", "${{ }}", "a ==", "== a", "a b", "(a", "a)", "f(a", "f(a b)", "a.", "a.'b'", "a['b'", "'open", "a = b", "#",
     "${{ success() }} || ${{ failure() }}", "x ${{ true }}"],
)  # fmt: skip
def test_what_is_no_expression_is_refused_with_its_text(source: str) -> None:
    with pytest.raises(ValueError, match="expression = "):
        parse(source)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("secrets.KEY", "context = 'secrets'"),
        ("hashFiles('x')", r"hashFiles\(\) with 1"),
        ("contains('x')", "contains"),
        ("format('{0}', 'x')", r"format\(\) with 2"),
        ("fromJSON('true')", r"fromJSON\(\) with 1"),
        ("toJSON(needs)", r"toJSON\(\) with 1"),
        ("always(1)", r"always\(\) with 1"),
        ("github.actor != 'nobody'", r"property of github = 'actor'.*ref, event_name, event"),
        ("!github.event.pull_request.draft", "property of github = 'pull_request'"),
        (
            "needs.elsewhere.result != 'skipped'",
            "property of needs = 'elsewhere' is not accepted: one of a, b; add the job",
        ),
    ],
)
def test_what_is_not_known_is_refused_and_never_guessed(source: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        value(parse(source), CONTEXTS, GOOD)


@given(st.dictionaries(st.text(), st.sampled_from(["success", "failure", "skipped", "cancelled"])), st.booleans())
def test_a_job_without_an_if_starts_only_when_all_before_it_succeeded(results: dict[str, str], cancelled: bool) -> None:
    before = Before(results, cancelled)
    fine = not cancelled and set(results.values()) <= {"success"}
    assert starts(None, {}, before) is fine
    assert starts("true", {}, before) is fine  # an `if` that asks for no status means success() as well
    assert starts("always()", {}, before)
    assert starts("!cancelled()", {}, before) is not cancelled
    assert starts("cancelled()", {}, before) is cancelled
    assert starts("failure()", {}, before) is (not cancelled and "failure" in results.values())


def test_a_bare_yes_or_no_is_an_if_too() -> None:
    assert starts(True, {}, GOOD)
    assert not starts(False, {}, GOOD)
    assert not starts(True, {}, Before({"a": "skipped"}))


@pytest.mark.parametrize("one", [None, False, 0, 0.0, "", float("nan")])
def test_these_are_false(one: object) -> None:
    assert not truth(one)


@given(st.recursive(st.sampled_from(["true", "false", "success()"]), lambda inner: st.tuples(inner, inner).map(
    lambda pair: f"({pair[0]} && !{pair[1]})"
)))  # fmt: skip
def test_brackets_nest_as_deep_as_one_likes(source: str) -> None:
    assert value(parse(source), {}, GOOD) is value(parse(f"({source})"), {}, GOOD)
