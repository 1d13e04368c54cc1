"""No error is named behind a name that has already caught it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_language import MACHINE, states
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

FAILED: Final = "States.TaskFailed"

RULE = Rule(
    id="sfn-error-shadowed",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE,),
    summary="A retrier or catcher names no error that one before it already takes.",
    cause="The first match wins: what the later one says of the error never happens.",
    remedy="move the retrier or catcher of the named error before the one of States.TaskFailed, or take it out",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """States.TaskFailed takes every error of a task by whatever name, but none that Step Functions gives itself."""
    for state in states(resource):
        for matchers in (state.retriers, state.catchers):
            taken: set[str] = set()
            for matcher in matchers:
                for name in sorted(matcher.names):
                    if name in taken or (FAILED in taken and not name.startswith("States.")):
                        yield violation(matcher.node["ErrorEquals"], f"names {name}, which one before it takes")
                taken |= matcher.names
