"""A budget's notifications compare in ways that exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import budgets, service_model
from guardrails.aws.service_model import Choice, Range
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

LIMITS: Final[service_model.Limits] = {
    "comparisonOperator": Choice("budgets", "ComparisonOperator", ("GREATER_THAN", "LESS_THAN", "EQUAL_TO")),
    "notificationType": Choice("budgets", "NotificationType", ("ACTUAL", "FORECASTED")),
    "thresholdType": Choice("budgets", "ThresholdType", ("PERCENTAGE", "ABSOLUTE_VALUE")),
    "threshold": Range("budgets", "NotificationThreshold", 0, 15000000000000),
}
MOST: Final = 10

RULE = Rule(
    id="budgets-notification-values",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(budgets.BUDGET,),
    summary="A budget has ten notifications or less, no two alike, with values that exist; a daily one forecasts none.",
    cause="AWS Budgets rejects the budget, or makes it without its notifications.",
    remedy="take the accepted values, one notification for a threshold, and ACTUAL for a daily budget",
    url="https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Two that compare the same are one, whomever they tell."""
    notifications = list(resource["notifications"].each())
    if not notifications:
        yield not_applicable("it notifies nobody")
    if len(notifications) > MOST:
        yield violation("notifications", f"has {len(notifications)} notifications, above {MOST}")
    daily = resource["timeUnit"].text() == "DAILY"
    seen = set()
    for each in notifications:
        yield from service_model.refused(each, LIMITS)
        kind = each["notificationType"]
        if daily and kind.text() == "FORECASTED":
            yield violation(kind, "is FORECASTED for a daily budget")
        compares = (*(each[name].text() for name in LIMITS if name != "threshold"), each["threshold"].number())
        if compares in seen:
            yield violation(each, "compares what another one does")
        if None not in compares:
            seen.add(compares)
