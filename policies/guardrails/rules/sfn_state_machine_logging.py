"""A state machine logs its executions."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="sfn-state-machine-logging",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:sfn/stateMachine:StateMachine",),
    summary="A state machine logs to CloudWatch.",
    cause="An execution's history is gone after 90 days, and an Express execution's at once.",
    remedy="set loggingConfiguration with a level of ERROR or ALL and a logDestination",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/stepfunctions-controls.html",
    frameworks=("AWS FSBP StepFunctions.1",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a level nothing is logged."""
    yield from one_of(resource["loggingConfiguration.level"], "ALL", "ERROR", "FATAL")
