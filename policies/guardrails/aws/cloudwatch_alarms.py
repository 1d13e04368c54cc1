"""Where alarms and scaling policies say which metric they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.aws.cloudwatch_catalogue import NAMESPACES, Namespace
from guardrails.props import Props
from guardrails.rule import Resource

ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
SCALING_POLICY: Final = "aws:appautoscaling/policy:Policy"
READERS: Final = (ALARM, SCALING_POLICY)


@dataclass(frozen=True)
class Reading:
    """One metric that something reads.

    Args:
        namespace: Its namespace.
        metric: Its name.
        dimensions: Its dimensions: an object, or a list of names and values.
        statistics: Where a statistic may be named.
    """

    namespace: Props
    metric: Props
    dimensions: Props
    statistics: tuple[Props, ...]

    @property
    def known(self) -> Namespace | None:
        """The namespace in the catalogue; None when it is unknown, or nobody wrote down what it holds."""
        return NAMESPACES.get(str(self.namespace.text()))

    def dimension_names(self) -> frozenset[str] | None:
        """The names of its dimensions; None when they cannot be known yet."""
        if self.dimensions.unknown:
            self.dimensions.defer()
            return None
        if self.dimensions.is_map:
            return frozenset(name for name, _ in self.dimensions.items())
        names = [entry["name"].text() for entry in self.dimensions.each()]
        known = [name for name in names if name is not None]
        return frozenset(known) if len(known) == len(names) else None


def readings(resource: Resource) -> Iterator[Reading]:
    """The metrics that an alarm, or a policy that tracks a metric of its own, reads."""
    return _of_alarm(resource) if resource.type == ALARM else _of_policy(resource)


def _of_alarm(resource: Resource) -> Iterator[Reading]:
    if resource["metricName"].present:
        yield _reading(resource.props, "statistic", "extendedStatistic")
    for query in resource["metricQueries"].each():
        if query["metric"].present:
            yield _reading(query["metric"], "stat")


def _of_policy(resource: Resource) -> Iterator[Reading]:
    custom = resource["targetTrackingScalingPolicyConfiguration.customizedMetricSpecification"]
    if custom["metricName"].present:
        yield _reading(custom, "statistic")
    for query in custom["metrics"].each():
        stat = query["metricStat"]
        if stat.present:
            metric = stat["metric"]
            yield Reading(metric["namespace"], metric["metricName"], metric["dimensions"], (stat["stat"],))


def _reading(node: Props, *statistics: str) -> Reading:
    return Reading(
        namespace=node["namespace"],
        metric=node["metricName"],
        dimensions=node["dimensions"],
        statistics=tuple(node[name] for name in statistics),
    )
