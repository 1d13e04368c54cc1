"""Metrics of SageMaker that are in microseconds, and the limits that alarms and scaling policies set for them.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
"""

from __future__ import annotations

import re
from typing import Final

from guardrails.aws import cloudwatch_alarms
from guardrails.props import Props
from guardrails.rule import Resource

METRICS: Final = frozenset(
    {"ModelLatency", "OverheadLatency", "FirstChunkLatency", "FirstChunkModelLatency", "FirstChunkOverheadLatency"}
)
_TRACKED: Final = "targetTrackingScalingPolicyConfiguration"
_LIMITS: Final = {
    "namespace": "threshold",
    f"{_TRACKED}.customizedMetricSpecification.namespace": f"{_TRACKED}.targetValue",
}
"""By where the metric is named, what it is compared with. Of a computed one nobody knows the unit."""

_OF_TIME: Final = re.compile(r"average|minimum|maximum|iqm|(p|tm|wm)[\d(].*", re.IGNORECASE)
"""Statistics that are a time too; others count the calls, or add the times up."""


def limit(resource: Resource) -> Props | None:
    """The threshold of an alarm, or the target of a scaling policy, on such a metric; None when there is none."""
    for reading in cloudwatch_alarms.readings(resource):
        where = _LIMITS.get(reading.namespace.path)
        statistics = [node.text() or "" for node in reading.statistics]
        if where is None or reading.namespace.text() != "AWS/SageMaker" or reading.metric.text() not in METRICS:
            continue
        if any(_OF_TIME.fullmatch(statistic) for statistic in statistics):
            return resource[where]
    return None
