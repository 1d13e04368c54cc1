"""Fixtures of costexplorer-anomaly-subscribers."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

MAIL = {"type": "EMAIL", "address": "team@example.com"}
TOPIC = {"type": "SNS", "address": "arn:aws:sns:us-east-1:123456789012:costs"}


def subscription(frequency: object, *subscribers: object) -> Case:
    return aws("costexplorer/anomalySubscription", name="costs", frequency=frequency, subscribers=list(subscribers))


CASES = Cases(
    passes=[
        subscription("DAILY", MAIL),
        subscription("WEEKLY", MAIL, MAIL),
        subscription("IMMEDIATE", TOPIC),
        subscription("IMMEDIATE", {**TOPIC, "address": U}),
    ],
    fails=[
        subscription("IMMEDIATE", MAIL).but(("subscribers[0].type is EMAIL for a subscription that is IMMEDIATE;",)),
        subscription("DAILY", TOPIC).but(("subscribers[0].type is SNS for a subscription that is DAILY;",)),
        subscription("WEEKLY", MAIL, {**MAIL, "type": "SNS"}).but(
            ("subscribers[1].type is SNS for a subscription that is WEEKLY;",)
        ),
        subscription("HOURLY", MAIL).but(("frequency is HOURLY; accepted: ",)),
        subscription("DAILY", {**MAIL, "type": "SLACK"}).but(("subscribers[0].type is SLACK; accepted: ",)),
    ],
    not_applicable=[],
    unknown=[
        subscription(U, MAIL),
        subscription("DAILY", {**MAIL, "type": U}),
        subscription("DAILY").but(subscribers=U),
    ],
    always_applicable=True,
)
