"""Every state goes on or ends, and the machine ends somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_language import MACHINE, State, scopes
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

GO_ON: Final = ("Task", "Pass", "Wait", "Parallel", "Map")
LAST: Final = ("Succeed", "Fail")
BRANCH: Final = "Choice"

RULE = Rule(
    id="sfn-state-ends",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="A state has either Next or End, where its type has them, and the machine has a state that ends it.",
    cause="Step Functions rejects the definition.",
    remedy="give the state either Next or End, and Choice, Succeed and Fail states neither",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Whether a loop has a way out is asked only when each of its states is right."""
    for scope in scopes(resource):
        found = [each for state in scope.states for each in _judged(state)]
        yield from found
        if not found and not scope.nested and scope.states and not any(map(_may_end, scope.states)):
            yield violation(scope.node["States"], "has no state that ends the execution")


def _judged(state: State) -> Iterator[Finding]:
    following, end = state.node["Next"], state.node["End"]
    ends = end.flag()
    if state.type in GO_ON:
        if following.missing and not (ends or end.unknown):
            yield violation(following, "is not set, nor is End")
        elif following.present and ends:
            yield violation(end, "is set beside Next")
    elif state.type in (*LAST, BRANCH):
        for name in ("Next", "End"):
            if state.node[name].present:
                yield violation(state.node[name], f"is set for a {state.type} state")


def _may_end(state: State) -> bool:
    return state.type not in (*GO_ON, BRANCH) or state.node["End"].present
