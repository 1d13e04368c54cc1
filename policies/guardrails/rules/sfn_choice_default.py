"""A choice has a way for what none of its rules is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_language import MACHINE, State, leaves, states
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

EITHER: Final = ("BooleanEquals", "IsPresent", "IsNull")
"""Comparisons of which two leave no third."""

RULE = Rule(
    id="sfn-choice-default",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE,),
    summary="A Choice state has a Default.",
    cause="Input that no rule is for ends the execution with States.NoChoiceMatched, which a Choice cannot catch.",
    remedy="set Default, to a Fail state with a cause of its own if there is nothing else to do",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Two rules for true and false of one variable leave nothing over."""
    for state in states(resource):
        if state.type == "Choice" and state.node["Default"].missing and not _leaves_nothing(state):
            yield violation(state.node["Default"], "is not set")


def _leaves_nothing(state: State) -> bool:
    """True also when a rule is not known yet."""
    rules = state.node["Choices"]
    seen = {
        (rule["Variable"].text(), name, rule[name].flag())
        for rule in rules.each()
        for name in EITHER
        if rule[name].present
    }
    unknown = any(each.unknown for each in leaves(rules))
    return unknown or any((variable, name, not value) in seen for variable, name, value in seen)
