"""A limit for SageMaker's latencies is in microseconds, as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import cloudwatch_alarms, latencies
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

MILLISECOND: Final = 1000

RULE = Rule(
    id="cloudwatch-latency-microseconds",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=cloudwatch_alarms.READERS,
    summary="A limit for the latency of an endpoint is a millisecond or more.",
    cause="SageMaker's latencies are in microseconds: the alarm or the scaling is on all the time.",
    remedy="multiply milliseconds by 1,000: 500 ms are 500000",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """No model answers in less; who asks for exactly nothing knows what it means."""
    limit = latencies.limit(resource)
    if limit is None:
        yield not_applicable("it reads no latency of SageMaker")
        return
    value = limit.number()
    if value is not None and 0 < value < MILLISECOND:
        yield violation(limit, f"is {value:g}, which is less than a millisecond")
