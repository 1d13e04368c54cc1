"""Target tracking follows exactly one metric."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import appautoscaling, exclusive, metric_queries
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

CONFIG: Final = "targetTrackingScalingPolicyConfiguration"

RULE = Rule(
    id="appautoscaling-tracking-metric",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.POLICY,),
    summary="A target tracking policy follows one metric: a predefined, a named or a computed one.",
    cause="Application Auto Scaling rejects the policy.",
    remedy="name one metric: a predefined one, one by namespace, name and statistic, or queries",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_CustomizedMetricSpecification.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A query returns data unless it says no, other than an alarm's."""
    config = resource[CONFIG]
    if config.missing:
        yield not_applicable("it does not track a target")
        return
    custom = config["customizedMetricSpecification"]
    yield from exclusive.exactly_one(config, "predefinedMetricSpecification", "customizedMetricSpecification")
    if exclusive.given(custom):
        yield from exclusive.exactly_one(custom, "metricName", "metrics")
        yield from metric_queries.refused(custom["metrics"], "metricStat", returns=True)
        for name in ("namespace", "statistic"):
            if custom["metricName"].present and custom[name].missing:
                yield violation(custom[name], "is not set")
