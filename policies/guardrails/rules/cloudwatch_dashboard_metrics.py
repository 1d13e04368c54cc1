"""A widget of metrics says in which Region they are, and lists them as CloudWatch reads them."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="cloudwatch-dashboard-metrics",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:cloudwatch/dashboard:Dashboard",),
    summary="Each metric widget of a dashboard has a Region and a list of metrics, or shows an alarm.",
    cause="CloudWatch rejects the whole dashboard.",
    remedy='set region and metrics in the widget\'s properties, as [["AWS/Lambda", "Errors", "FunctionName", "f"]]',
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The Region is the metrics' own, and has no default."""
    widgets = list(resource["dashboardBody"].document()["widgets"].each())
    drawn = [widget["properties"] for widget in widgets if widget["type"].text() == "metric"]
    if not drawn:
        yield not_applicable("it shows no metrics")
    for properties in drawn:
        if properties["annotations.alarms"].present:
            continue
        for name in ("region", "metrics"):
            if properties[name].missing:
                yield violation(properties[name], "is not set")
        for metric in properties["metrics"].each():
            yield from _listed(metric)


def _listed(metric: Props) -> Iterator[Finding]:
    """Texts, and at the end how it is drawn, or an expression."""
    if metric.is_text or metric.is_map:
        yield violation(metric, "is no list")
    parts = list(metric.each())
    for part in parts:
        last = part.path == parts[-1].path
        if not (part.is_text or part.unknown or (last and part.is_map)):
            yield violation(part, "is no text")
