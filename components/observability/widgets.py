"""What dashboards are made of: charts with their Region, the state of alarms, and a place for each.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

COLUMNS: Final = 24
WIDTH: Final = 12
HEIGHT: Final = 6
PERIOD_S: Final = 60

Widget = dict[str, Any]


def arranged(widgets: Sequence[Widget]) -> dict[str, Any]:
    """The document of a dashboard: two widgets a row."""
    per_row = COLUMNS // WIDTH
    places = [
        {"x": index % per_row * WIDTH, "y": index // per_row * HEIGHT, "width": WIDTH, "height": HEIGHT}
        for index in range(len(widgets))
    ]
    return {"widgets": [{**widget, **place} for widget, place in zip(widgets, places, strict=True)]}


def chart(region: str, title: str, metrics: list[list[Any]], **more: Any) -> Widget:
    """A chart of metrics. ``region`` is part of each: CloudWatch rejects a dashboard without it."""
    properties = {"title": title, "region": region, "view": "timeSeries", "period": PERIOD_S, "metrics": metrics}
    return {"type": "metric", "properties": {**properties, **more}}


def alarm_states(title: str, arns: Sequence[Any]) -> Widget:
    """The states of alarms."""
    return {"type": "alarm", "properties": {"title": title, "alarms": list(arns)}}
