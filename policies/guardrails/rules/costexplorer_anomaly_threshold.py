"""A subscription to anomalies of costs says from which impact on it tells of one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from guardrails.demands import given, one_of
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

KEYS: Final = ("ANOMALY_TOTAL_IMPACT_ABSOLUTE", "ANOMALY_TOTAL_IMPACT_PERCENTAGE")
AT_LEAST: Final = "GREATER_THAN_OR_EQUAL"

RULE = Rule(
    id="costexplorer-anomaly-threshold",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:costexplorer/anomalySubscription:AnomalySubscription",),
    summary="A subscription to cost anomalies has a threshold: an impact in dollars or per cent, or more.",
    cause="Cost Anomaly Detection rejects the subscription.",
    remedy=f"compare {KEYS[0]} or {KEYS[1]} by {AT_LEAST} in thresholdExpression",
    url="https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Two comparisons may be joined; none of them takes another dimension or option."""
    expression = resource["thresholdExpression"]
    yield from given(expression)
    parts = chain([expression], expression["ands"].each(), expression["ors"].each())
    for dimension in (part["dimension"] for part in parts):
        if dimension.present:
            yield from _comparison(dimension)


def _comparison(dimension: Props) -> Iterator[Finding]:
    yield from one_of(dimension["key"], *KEYS)
    options = dimension["matchOptions"]
    if options.missing:
        yield violation(options, "is not set")
    for option in options.each():
        yield from one_of(option, AT_LEAST)
