"""A state has the fields that its type needs, and none that exclude each other or that its type does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws.states_language import MACHINE, State, states
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

ANY_OF: Final[Mapping[str | None, tuple[str, ...]]] = {
    "Task": ("Resource",),
    "Pass": (),
    "Choice": ("Choices",),
    "Wait": ("Seconds", "SecondsPath", "Timestamp", "TimestampPath"),
    "Succeed": (),
    "Fail": (),
    "Parallel": ("Branches",),
    "Map": ("ItemProcessor", "Iterator"),
}
"""Every type, with the fields of which it needs one."""
ONE_OF: Final = (
    ANY_OF["Wait"],
    ("TimeoutSeconds", "TimeoutSecondsPath"),
    ("HeartbeatSeconds", "HeartbeatSecondsPath"),
    ("Error", "ErrorPath"),
    ("Cause", "CausePath"),
)
ONLY_IN: Final = {
    "Retry": ("Task", "Parallel", "Map"),
    "Catch": ("Task", "Parallel", "Map"),
    "TimeoutSeconds": ("Task",),
}

RULE = Rule(
    id="sfn-state-fields",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="A state has a type that exists, and the fields of that type.",
    cause="Step Functions rejects the definition with SCHEMA_VALIDATION_FAILED.",
    remedy="give the state the fields that its type has",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A type that is unknown may be any."""
    for state in states(resource):
        kind = state.node["Type"]
        if kind.missing:
            yield violation(kind, "is not set")
        elif state.type in ANY_OF:
            yield from _judged(state)
        elif state.type:
            yield violation(kind, f"is {kind.show()}; accepted: {', '.join(map(str, ANY_OF))}")


def _judged(state: State) -> Iterator[Finding]:
    needed = ANY_OF[state.type]
    if needed and not any(state.node[name].present for name in needed):
        yield violation(state.node[needed[0]], f"is not set for a {state.type} state")
    for group in ONE_OF:
        both = [name for name in group if state.node[name].present]
        if len(both) > 1:
            yield violation(state.node[both[1]], f"is set beside {both[0]}")
    for name, kinds in ONLY_IN.items():
        if state.node[name].present and state.type not in kinds:
            yield violation(state.node[name], f"is set for a {state.type} state")
