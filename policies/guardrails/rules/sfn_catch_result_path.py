"""A handler that goes on still has the input of what failed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_language import JSONPATH, MACHINE, Scope, may_hold, scopes
from guardrails.props import Props
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

READS_ERROR: Final = re.compile(r"\$(\.|states\.input\.)(Error|Cause)\b")

RULE = Rule(
    id="sfn-catch-result-path",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE,),
    summary="A catcher has a ResultPath, so that the error is added to the state's input.",
    cause="The error replaces the input: the handler knows neither what was worked on nor for whom.",
    remedy="set the catcher's ResultPath, for example to $.error",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A JSONata state says in Output what it keeps, and a handler that ends or reads the error needs no more."""
    for scope in scopes(resource):
        for state in scope.states:
            for catcher in state.catchers if state.language == JSONPATH else ():
                if _replaces(catcher.node) and _goes_on(scope, catcher.node["Next"]):
                    yield violation(catcher.node["ResultPath"], "is not set")


def _replaces(catcher: Props) -> bool:
    """True when the path is left out: null, which reads as missing too, drops the error and keeps the input."""
    return all(name != "ResultPath" for name, _ in catcher.items())


def _goes_on(scope: Scope, following: Props) -> bool:
    handler = scope.by_name.get(following.text())
    return handler is not None and handler.type not in {"Fail", "Succeed"} and not may_hold(handler.node, READS_ERROR)
