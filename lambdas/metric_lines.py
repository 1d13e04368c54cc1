"""Lines of embedded metric format of a known shape: a template that is filled for each call (docs/decisions/0008).

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from domain.metrics import MILLISECONDS, NAMESPACE, UNITLESS, Metric

HIGH_RESOLUTION: Final = 1
"""Seconds: CloudWatch keeps each second for three hours. The other resolution, a minute, is what it takes unsaid."""


def template(metrics: tuple[Metric, ...], dimensions: Mapping[str, str], *, high_resolution: bool = False) -> str:
    """A line with places for the time in whole milliseconds since 1970 and for the metrics' values, in order.

    Args:
        metrics: What the line has a value of.
        dimensions: In the order of the directive; no value that a caller chooses belongs here.
        high_resolution: Whether CloudWatch is to keep the seconds.
    """
    directive = {
        "Namespace": NAMESPACE,
        "Dimensions": [list(dimensions)],
        "Metrics": [_named(metric, high_resolution) for metric in metrics],
    }
    head = json.dumps({**dimensions, "_aws": {"CloudWatchMetrics": [directive], "Timestamp": 0}}).replace("%", "%%")
    head = head.replace('"Timestamp": 0', '"Timestamp": %d')
    values = "".join(f', "{metric.value}": %{_format(metric)}' for metric in metrics)
    return f"{head[:-1]}{values}}}\n"


def _named(metric: Metric, high_resolution: bool) -> dict[str, Any]:
    unit = "Milliseconds" if metric in MILLISECONDS else "None" if metric in UNITLESS else "Count"
    return {"Name": metric.value, "Unit": unit, **({"StorageResolution": HIGH_RESOLUTION} if high_resolution else {})}


def _format(metric: Metric) -> str:
    if metric in UNITLESS:
        return ".9f"  # dollars: a token costs less than a millionth
    return ".3f" if metric in MILLISECONDS else "d"
