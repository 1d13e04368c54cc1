"""A sound stack is stopped by no rule, and a rule that can be decided is decided in its favour."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from guardrails.catalog import Catalog, load
from guardrails.evaluate import Status, Subject, Verdict, evaluate, evaluate_stack
from guardrails.rule import Level

from tests.policies.cases.case import TODAY
from tests.policies.sound import STACKS
from tests.policies.sound.build import resolved

CATALOG: Catalog = load()


def stopped_by(stack: list[Subject]) -> Iterator[Verdict]:
    for rule in CATALOG.rules:
        if rule.level is Level.MANDATORY:
            yield from (evaluate(rule, each, TODAY) for each in stack if each.type in rule.resources)
    for whole in CATALOG.stack_rules:
        if whole.level is Level.MANDATORY:
            yield evaluate_stack(whole, stack, TODAY)


@pytest.mark.parametrize("preview", [False, True], ids=["update", "preview"])
@pytest.mark.parametrize("name", STACKS)
def test_no_rule_stops_a_sound_stack(name: str, preview: bool) -> None:
    stack = resolved(STACKS[name], preview=preview)
    said = [message for verdict in stopped_by(stack) for message in verdict.messages]
    assert said == []


@pytest.mark.parametrize("name", STACKS)
def test_in_an_update_nothing_of_a_sound_stack_is_left_open(name: str) -> None:
    stack = resolved(STACKS[name], preview=False)
    left = [f"{verdict.rule}: {verdict.reason}" for verdict in stopped_by(stack) if verdict.status is Status.DEFERRED]
    assert left == []
