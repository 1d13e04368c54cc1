"""A state that waits for something to end does not wait for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_integrations import called, is_activity
from guardrails.aws.states_language import MACHINE, State, definition_of, states
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

LIMITS: Final = ("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath")

RULE = Rule(
    id="sfn-task-timeout",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE,),
    summary="A state that waits for a job, a token or an activity has a timeout, or its execution has one.",
    cause="Step Functions waits 99,999,999 seconds, which is more than an execution may take: a year.",
    remedy="set TimeoutSeconds for the state; it counts for each attempt",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A limit of the execution ends every state."""
    if definition_of(resource)["TimeoutSeconds"].present:
        yield not_applicable("the execution has a timeout")
        return
    for state in states(resource):
        if _waits(state) and not any(state.node[name].present for name in LIMITS):
            yield violation(state.node["TimeoutSeconds"], "is not set")


def _waits(state: State) -> bool:
    text = state.node["Resource"].text() or ""
    call = called(text)
    return is_activity(text) or bool(call and call.pattern)
