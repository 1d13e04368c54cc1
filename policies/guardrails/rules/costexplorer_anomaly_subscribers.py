"""A subscription to anomalies of costs writes at once to topics, or by mail in a summary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import service_model
from guardrails.aws.service_model import Choice
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

CHANNELS: Final = {"DAILY": "EMAIL", "IMMEDIATE": "SNS", "WEEKLY": "EMAIL"}
FREQUENCY: Final[service_model.Limits] = {"frequency": Choice("ce", "AnomalySubscriptionFrequency", tuple(CHANNELS))}
TYPE: Final[service_model.Limits] = {"type": Choice("ce", "SubscriberType", ("EMAIL", "SNS"))}

RULE = Rule(
    id="costexplorer-anomaly-subscribers",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:costexplorer/anomalySubscription:AnomalySubscription",),
    summary="A subscription to cost anomalies that is IMMEDIATE tells topics, one that is DAILY or WEEKLY addresses.",
    cause="Cost Anomaly Detection rejects the subscription.",
    remedy="take IMMEDIATE for SNS, DAILY or WEEKLY for EMAIL, and a subscription each where both are told",
    url="https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Which of the two is wrong, the frequency or the subscriber, only its author knows."""
    yield from service_model.refused(resource.props, FREQUENCY)
    frequency = resource["frequency"].text()
    for subscriber in resource["subscribers"].each():
        yield from service_model.refused(subscriber, TYPE)
        kind = subscriber["type"]
        if frequency in CHANNELS and kind.text() in set(CHANNELS.values()) - {CHANNELS[frequency]}:
            yield violation(kind, f"is {kind.show()} for a subscription that is {frequency}")
