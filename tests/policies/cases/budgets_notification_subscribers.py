"""Fixtures of budgets-notification-subscribers."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

TOPIC = "arn:aws:sns:us-east-1:123456789012:budgets"
PEOPLE = [f"person-{number}@example.com" for number in range(11)]


def budget(*subscribers: dict[str, object]) -> Case:
    compares = {"comparisonOperator": "GREATER_THAN", "notificationType": "ACTUAL", "threshold": 80.0}
    notifications = [{**compares, "thresholdType": "PERCENTAGE", **each} for each in subscribers]
    return aws("budgets/budget", name="inference", timeUnit="MONTHLY", notifications=notifications)


CASES = Cases(
    passes=[
        budget({"subscriberEmailAddresses": PEOPLE[:10]}),
        budget({"subscriberSnsTopicArns": [TOPIC]}),
        budget({"subscriberSnsTopicArns": [U]}),
        budget({"subscriberEmailAddresses": [], "subscriberSnsTopicArns": [TOPIC]}),
        budget({"subscriberEmailAddresses": PEOPLE[:10], "subscriberSnsTopicArns": [TOPIC]}),
        budget({"subscriberEmailAddresses": PEOPLE[:1]}, {"subscriberSnsTopicArns": [TOPIC]}),
    ],
    fails=[
        budget({}).but(("notifications[0] has no subscriber;",)),
        budget({"subscriberEmailAddresses": [], "subscriberSnsTopicArns": []}).but(("notifications[0] has no",)),
        budget({"subscriberEmailAddresses": PEOPLE[:1]}, {}).but(("notifications[1] has no subscriber;",)),
        budget({"subscriberEmailAddresses": PEOPLE}).but(
            ("notifications[0].subscriberEmailAddresses has 11, above 10;",)
        ),
        budget({"subscriberSnsTopicArns": [TOPIC, U]}).but(
            ("notifications[0].subscriberSnsTopicArns has 2, above 1;",)
        ),
    ],
    not_applicable=[budget(), aws("budgets/budget", name="inference")],
    unknown=[
        budget({"subscriberEmailAddresses": U}),
        budget({"subscriberSnsTopicArns": U}),
        budget().but(notifications=U),
    ],
)
