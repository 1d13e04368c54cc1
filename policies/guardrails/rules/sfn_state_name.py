"""States have short names, and no two of a machine have the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_language import MACHINE, states
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

LONGEST: Final = 80

RULE = Rule(
    id="sfn-state-name",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE,),
    summary="A state's name has at most 80 characters and is used once in the whole machine.",
    cause="Step Functions rejects the definition.",
    remedy="give every state a name of its own, in branches and maps too, of at most 80 characters",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Two of one name in one object cannot be told: JSON keeps the last."""
    seen: set[str] = set()
    for state in states(resource):
        if len(state.name) > LONGEST:
            yield violation(state.node, f"has a name of {len(state.name)} characters, above {LONGEST}")
        if state.name in seen:
            yield violation(state.node, "has the name of another state")
        seen.add(state.name)
