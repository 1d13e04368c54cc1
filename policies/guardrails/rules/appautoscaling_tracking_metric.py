"""Target tracking follows exactly one metric."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import appautoscaling, metric_queries
from guardrails.props import Props
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
    if config.unknown:
        config.defer()
        return
    custom = config["customizedMetricSpecification"]
    yield from _one_of(config, config["predefinedMetricSpecification"], custom)
    if custom.unknown:
        custom.defer()
    elif custom.present:
        yield from _one_of(custom, custom["metricName"], custom["metrics"])
        yield from metric_queries.refused(custom["metrics"], "metricStat", returns=True)
        for name in ("namespace", "statistic"):
            if custom["metricName"].present and custom[name].missing:
                yield violation(custom[name], "is not set")


def _one_of(block: Props, one: Props, other: Props) -> Iterator[Finding]:
    if _given(one) is _given(other):
        names = " and ".join(node.path.rpartition(".")[2] for node in (one, other))
        yield violation(block, f"has {'both' if _given(one) else 'neither'} of {names}")


def _given(node: Props) -> bool:
    """An empty list names nothing."""
    return node.unknown or any(True for _ in node.each())
