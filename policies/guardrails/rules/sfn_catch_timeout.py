"""Who catches what fails also catches what takes too long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_language import MACHINE, State, states
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

FAILED: Final = "States.TaskFailed"
TIMED_OUT: Final = frozenset({"States.ALL", "States.Timeout"})
LIMITS: Final = ("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath")

RULE = Rule(
    id="sfn-catch-timeout",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE,),
    summary="A state that can time out and catches States.TaskFailed also catches States.Timeout.",
    cause="States.TaskFailed does not match a timeout: it ends the execution, and the handler never runs.",
    remedy="add States.Timeout to the catcher, or catch States.ALL",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A state without a limit of its own never times out."""
    for state in states(resource):
        if any(state.node[name].present for name in LIMITS):
            yield from _judged(state)


def _judged(state: State) -> Iterator[Finding]:
    catchers = state.catchers
    if any(not catcher.complete or TIMED_OUT & catcher.names for catcher in catchers):
        return
    for catcher in catchers:
        if FAILED in catcher.names:
            yield violation(catcher.node["ErrorEquals"], f"names {FAILED}, which does not match a timeout")
