"""The wildcard for errors stands alone, and behind all others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_language import MACHINE, states
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

ALL: Final = "States.ALL"

RULE = Rule(
    id="sfn-error-order",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="States.ALL is the only name of its retrier or catcher, which is the last one.",
    cause="Step Functions does not accept the definition; what stands behind States.ALL would never be asked.",
    remedy="give States.ALL a retrier or catcher of its own at the end of the list",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """What stands behind it counts although its names may be unknown."""
    for state in states(resource):
        for matchers in (state.retriers, state.catchers):
            for place, matcher in enumerate(matchers, 1):
                if ALL in matcher.names and len(matcher.names) > 1:
                    yield violation(matcher.node["ErrorEquals"], f"names {ALL} beside others")
                elif ALL in matcher.names and place < len(matchers):
                    yield violation(matcher.node["ErrorEquals"], f"names {ALL} before others")
