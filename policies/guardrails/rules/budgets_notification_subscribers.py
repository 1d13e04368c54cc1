"""A budget's notification reaches somebody, and not too many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import budgets
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

MOST: Final = {"subscriberEmailAddresses": 10, "subscriberSnsTopicArns": 1}

RULE = Rule(
    id="budgets-notification-subscribers",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(budgets.BUDGET,),
    summary="Each notification of a budget has a subscriber: at most ten addresses and one topic.",
    cause="AWS Budgets rejects the notification.",
    remedy="name one to ten addresses, or one topic to which the others subscribe",
    url="https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A list that is unknown may hold somebody."""
    notifications = list(resource["notifications"].each())
    if not notifications:
        yield not_applicable("it notifies nobody")
    for notification in notifications:
        lists = [notification[name] for name in MOST]
        counts = [len(list(each.each())) for each in lists]
        if not any(counts) and not any(each.unknown for each in lists):
            yield violation(notification, "has no subscriber")
        for each, count, most in zip(lists, counts, MOST.values(), strict=True):
            if count > most:
                yield violation(each, f"has {count}, above {most}")
