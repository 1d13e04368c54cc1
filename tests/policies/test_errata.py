"""Each mistake that was found elsewhere is named by a rule of the pack, or has the reason why none can see it."""

from __future__ import annotations

from datetime import date

import pytest
from guardrails.catalog import Catalog, load
from guardrails.evaluate import evaluate, evaluate_stack
from guardrails.rule import Rule, StackRule

from tests.policies.cases.case import Case, StackCase
from tests.policies.errata import ERRATA, ORIGIN, Erratum, Mistake
from tests.policies.twins import differences

CATALOG: Catalog = load()
ALL = (*ERRATA, *ORIGIN)
every_mistake = pytest.mark.parametrize(
    "mistake", [pytest.param(mistake, id=f"{each.number}-{mistake.rule}") for each in ALL for mistake in each.seen]
)


def said(case: Case | StackCase, today: date) -> dict[str, tuple[str, ...]]:
    """What the whole catalogue says, by rule."""
    resources = case.resources if isinstance(case, StackCase) else (case,)
    subjects = [resource.subject for resource in resources]
    found = [
        *(evaluate(rule, subject, today) for subject in subjects for rule in CATALOG.by_type.get(subject.type, ())),
        *(evaluate_stack(rule, subjects, today) for rule in CATALOG.stack_rules),
    ]
    heard: dict[str, tuple[str, ...]] = {}
    for verdict in found:
        heard[verdict.rule] = (*heard.get(verdict.rule, ()), *verdict.messages)
    return heard


def rule_of(mistake: Mistake) -> Rule | StackRule:
    return next(rule for rule in CATALOG.entries if rule.id == mistake.rule)


def test_each_number_is_there_exactly_once() -> None:
    assert sorted(each.number for each in ERRATA if isinstance(each.number, int)) == list(range(1, 59))
    assert len({each.number for each in ALL}) == len(ALL)


@pytest.mark.parametrize("erratum", ALL, ids=lambda one: str(one.number))
def test_what_no_rule_names_has_a_reason(erratum: Erratum) -> None:
    assert erratum.what
    assert erratum.seen or len(erratum.unseen) > 20


@every_mistake
def test_a_mistake_is_named_for_the_right_reason(mistake: Mistake) -> None:
    (message,) = said(mistake.wrong, mistake.today)[mistake.rule]
    assert message.startswith(mistake.says)
    assert message.endswith(f"; {rule_of(mistake).remedy} [{mistake.rule}]")


@every_mistake
def test_its_rule_is_silent_on_the_twin(mistake: Mistake) -> None:
    assert said(mistake.right, mistake.today)[mistake.rule] == ()
    assert differences(mistake.wrong, mistake.right) == mistake.leaves


def test_no_mistake_makes_a_rule_fail() -> None:
    every = [case for each in ALL for mistake in each.seen for case in (mistake.wrong, mistake.right)]
    heard = [message for case in every for messages in said(case, date(2026, 11, 25)).values() for message in messages]
    assert [message for message in heard if "could not be checked" in message] == []
