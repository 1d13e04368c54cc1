"""An accelerator logs its flows."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="globalaccelerator-flow-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:globalaccelerator/accelerator:Accelerator",),
    summary="An accelerator writes flow logs.",
    cause="Who reached the accelerator, and from where, is written down nowhere.",
    remedy="set attributes.flowLogsEnabled to true with a bucket",
    url="https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does not unless it is told to."""
    yield from on(resource["attributes.flowLogsEnabled"])
