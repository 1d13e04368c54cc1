"""PutDashboard: what CloudWatch refuses in a body and moto keeps.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html. The form of
the message is what deployments report: a count and a list of `dataPath` and `message`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.request import AwsRequest, AwsResponse
from sandbox.service import BaseService

CODE: Final = "InvalidParameterInput"
"""Of botocore's DashboardInvalidInputError."""
TYPES: Final = ("alarm", "custom", "explorer", "log", "metric", "text")
MOST_WIDGETS: Final = 500
COLUMNS: Final = 24
HEIGHTS: Final = (1, 1000)
_NEED_REGION: Final = ("metric", "log")

Problem = tuple[str, str]


class Dashboards(BaseService):
    """Refuses dashboards that CloudWatch would refuse; moto keeps the others."""

    names = frozenset({"monitoring"})

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Declines what is right.

        Raises:
            AwsError: `InvalidParameterInput`.
        """
        if request.operation == "PutDashboard" and request.protocol == "json":
            check(str(request.json().get("DashboardBody") or ""))
        return None


def check(body: str) -> None:
    """Refuses a body.

    Raises:
        AwsError: `InvalidParameterInput`, with every problem and its place.
    """
    try:
        found = json.loads(body)
    except ValueError as error:
        raise AwsError(CODE, f"The field DashboardBody must be a valid JSON object: {error}") from error
    problems = list(_problems(found))
    if problems:
        listed = json.dumps([{"dataPath": path, "message": message} for path, message in problems], indent=2)
        count = f"there are {len(problems)} validation errors" if len(problems) > 1 else "there is 1 validation error"
        raise AwsError(CODE, f"The dashboard body is invalid, {count}:\n{listed}")


def _problems(body: Any) -> Iterator[Problem]:
    widgets = body.get("widgets") if isinstance(body, Mapping) else None
    if not isinstance(widgets, Sequence) or isinstance(widgets, str):
        yield "", "Should have required property 'widgets'"
        return
    if len(widgets) > MOST_WIDGETS:
        yield "/widgets", f"Should NOT have more than {MOST_WIDGETS} items"
    for at, widget in enumerate(widgets):
        path = f"/widgets/{at}"
        if not isinstance(widget, Mapping):
            yield path, "Should be object"
            continue
        yield from _widget(path, widget)


def _widget(path: str, widget: Mapping[str, Any]) -> Iterator[Problem]:
    kind, properties = widget.get("type"), widget.get("properties")
    if kind not in TYPES:
        yield f"{path}/type", f"Should be equal to one of the allowed values: {', '.join(TYPES)}"
    for name, low, high in (("x", 0, COLUMNS - 1), ("y", 0, None), ("width", 1, COLUMNS), ("height", *HEIGHTS)):
        value = widget.get(name, low)
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or value < low or (high is not None and value > high):
            yield f"{path}/{name}", f"Should be an integer of {low} to {'any' if high is None else high}"
    if not isinstance(properties, Mapping):
        yield path, "Should have required property 'properties'"
        return
    if kind in _NEED_REGION and not properties.get("region"):
        yield f"{path}/properties", "Should have required property 'region'"
    if kind == "metric":
        yield from _metrics(f"{path}/properties", properties)
    if kind == "text" and not isinstance(properties.get("markdown"), str):
        yield f"{path}/properties", "Should have required property 'markdown'"


def _metrics(path: str, properties: Mapping[str, Any]) -> Iterator[Problem]:
    metrics = properties.get("metrics")
    alarms = (properties.get("annotations") or {}).get("alarms")
    if metrics is None and not alarms:
        yield path, "Should have required property 'metrics'"
        yield path, "The metric widget should have specified a region and a data source or an alarm annotation"
        return
    for at, row in enumerate(metrics or ()):
        if not isinstance(row, Sequence) or isinstance(row, str):
            yield f"{path}/metrics/{at}", "Should be array"
            continue
        names = row[:-1] if row and isinstance(row[-1], Mapping) else row
        renderer = row[-1] if row and isinstance(row[-1], Mapping) else {}
        if "expression" in renderer or "..." in names:
            continue
        # Namespace and name, then pairs of dimensions.
        if len(names) < 2 or len(names) % 2 or not all(isinstance(name, str) for name in names):
            yield (
                f"{path}/metrics/{at}",
                "Should have a namespace, a name, and pairs of dimension and value, as strings",
            )
