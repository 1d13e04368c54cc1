"""What the pack finds in its own fixtures, in an update and in a preview; and that the measure can fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from guardrails.catalog import Catalog, load
from guardrails.props import UNKNOWN
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

from tests.policies.cases import Cases, all_cases, aws
from tests.policies.fixture_corpus import Figures, in_preview, measured, table

KEY = "arn:aws:kms:us-east-1:123456789012:key/1"


@pytest.fixture(scope="module")
def figures() -> Mapping[Family, Figures]:
    """Of all fixtures; takes some seconds, so not where pytest collects on every worker."""
    return measured(load(), all_cases())


@pytest.mark.parametrize("family", sorted({rule.family for rule in load().entries}))
def test_the_mistakes_are_found_and_nothing_is_made_up(figures: Mapping[Family, Figures], family: Family) -> None:
    one = figures[family]
    assert one.mistakes > 0
    assert one.found_in_update >= 0.97 * one.mistakes
    assert one.found_in_preview + one.deferred_in_preview >= 0.97 * one.mistakes, one.missed_in_preview
    assert len(one.alarms_in_update) <= 0.02 * one.sound, one.alarms_in_update
    assert len(one.alarms_in_preview) <= 0.02 * one.sound, one.alarms_in_preview
    assert one.failures == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (KEY, UNKNOWN),
        ({"a": [KEY, "x"]}, {"a": [UNKNOWN, "x"]}),
        ("sg-0a1b2c3d", UNKNOWN),
        ("arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess"),
        ("arn:aws:s3:::inputs/*", "arn:aws:s3:::inputs/*"),
        (f'{{"Resource": "{KEY}"}}', f'{{"Resource": "{KEY}"}}'),
        (900.0, 900.0),
    ],
)
def test_a_preview_does_not_know_what_another_resource_makes(value: object, expected: object) -> None:
    case = aws("lambda/function", x=value)
    assert in_preview(case).props["x"] == expected  # type: ignore[union-attr]


FUNCTION = aws("lambda/function", kmsKeyArn=KEY, role="arn:aws:iam::123456789012:role/f")
FOUND = ("kmsKeyArn is",)


def figures_of(check: object) -> Figures:
    facts = {"summary": "s.", "cause": "c.", "remedy": "r", "url": "u"}
    rule = Rule(
        id="probe", family=Family.LAMBDA, severity=Severity.LOW, resources=("aws:lambda/function:Function",), **facts
    )
    rule.check(check)  # type: ignore[arg-type]
    cases = Cases(passes=[FUNCTION], fails=[FUNCTION.but(FOUND, kmsKeyArn="")], not_applicable=[])
    return measured(Catalog((rule,)), {"probe": cases})[Family.LAMBDA]


def test_a_rule_that_takes_an_unknown_value_for_a_bad_one_is_a_false_alarm() -> None:
    def check(resource: Resource) -> Iterator[Finding]:
        if resource["kmsKeyArn"].unknown or not resource["kmsKeyArn"].text():
            yield violation("kmsKeyArn", "is empty")

    one = figures_of(check)
    assert (one.found_in_update, len(one.alarms_in_update), len(one.alarms_in_preview)) == (1, 0, 1)
    assert "probe on a fixture of probe" in table({Family.LAMBDA: one})


def test_a_rule_that_waits_for_more_than_it_needs_finds_less_in_a_preview() -> None:
    def check(resource: Resource) -> Iterator[Finding]:
        if resource["role"].text() and not resource["kmsKeyArn"].text():
            yield violation("kmsKeyArn", "is empty")

    one = figures_of(check)
    assert (one.found_in_update, one.found_in_preview, one.deferred_in_preview) == (1, 0, 1)


def test_a_rule_that_breaks_or_misses_is_told() -> None:
    def breaks(resource: Resource) -> Iterator[Finding]:
        yield violation("kmsKeyArn", {}["x"])

    def blind(resource: Resource) -> Iterator[Finding]:
        yield from ()

    assert len(figures_of(breaks).failures) >= 2
    one = figures_of(blind)
    assert (one.found_in_update, len(one.missed_in_preview)) == (0, 1)
