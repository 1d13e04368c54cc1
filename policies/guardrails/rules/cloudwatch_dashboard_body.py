"""A dashboard's body is a document with widgets that have a type and a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.demands import within
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

MOST: Final = 500
TYPES: Final = frozenset({"alarm", "chart", "custom", "explorer", "log", "metric", "text"})
PLACE: Final = {"x": (0, 23), "width": (1, 24), "height": (1, 1000)}

RULE = Rule(
    id="cloudwatch-dashboard-body",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:cloudwatch/dashboard:Dashboard",),
    summary="A dashboard's body is JSON with a list of widgets, each of a type and within the grid of 24 columns.",
    cause="CloudWatch rejects the dashboard.",
    remedy="write a JSON object with widgets, each of a type and a width of 24 or less",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Of a type that nobody knows, only another spelling of a known one is certainly wrong."""
    body = resource["dashboardBody"].document()
    widgets = body["widgets"]
    if widgets.missing:
        yield violation(widgets, "is not set")
    count = len(list(widgets.each()))
    if count > MOST:
        yield violation(widgets, f"has {count} widgets, above {MOST}")
    for widget in widgets.each():
        yield from _typed(widget["type"])
        for name, (least, most) in PLACE.items():
            yield from within(widget[name], least, most)


def _typed(kind: Props) -> Iterator[Finding]:
    name = kind.text()
    if kind.missing:
        yield violation(kind, "is not set")
    elif name is not None and name not in TYPES and name.lower().rstrip("s") in TYPES:
        yield violation(kind, f"is {name}, which is spelled {name.lower().rstrip('s')}")
