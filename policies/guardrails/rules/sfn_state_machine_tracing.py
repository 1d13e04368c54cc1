"""A state machine traces its executions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="sfn-state-machine-tracing",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:sfn/stateMachine:StateMachine",),
    summary="A state machine has X-Ray tracing.",
    cause="A slow or failing step cannot be followed into the services that it calls.",
    remedy="set tracingConfiguration.enabled to true",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does not unless it is told to."""
    yield from on(resource["tracingConfiguration.enabled"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """Tracing changes no result of the state machine; its role must be allowed to write traces."""
    switch = resource["tracingConfiguration.enabled"]
    return {} if switch.unknown or switch.flag() else {"tracingConfiguration": {"enabled": True}}
