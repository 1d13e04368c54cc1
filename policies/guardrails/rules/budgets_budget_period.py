"""A budget ends after it begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from guardrails.aws import budgets
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

FORMAT: Final = "%Y-%m-%d_%H:%M"

RULE = Rule(
    id="budgets-budget-period",
    family=Family.PREFLIGHT,
    severity=Severity.LOW,
    resources=(budgets.BUDGET,),
    summary="A budget's start and end are written as 2027-01-31_00:00, and the end comes later.",
    cause="Pulumi cannot read the time, or AWS Budgets rejects the budget.",
    remedy="write both as 2027-01-31_00:00, the end after the start",
    url="https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_TimePeriod.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without an end it goes on until 2087; without a start it began with its time unit."""
    nodes = [node for name in ("timePeriodStart", "timePeriodEnd") if (node := resource[name]).present]
    if not nodes:
        yield not_applicable("it has neither a start nor an end of its own")
    times = [_time(node) for node in nodes]
    for node, time in zip(nodes, times, strict=True):
        if time is None and node.is_text:
            yield violation(node, f"is {node.show()}, which is no such time")
    known = [time for time in times if time is not None]
    if known != sorted(set(known)):
        yield violation(nodes[-1], f"is {nodes[-1].show()}, not after timePeriodStart")


def _time(node: Props) -> datetime | None:
    try:
        return datetime.strptime(node.text() or "", FORMAT)  # noqa: DTZ007 - all are UTC
    except ValueError:
        return None
