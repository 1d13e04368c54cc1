"""Fixtures of budgets-notification-values."""

from __future__ import annotations

from guardrails.rules.budgets_notification_values import LIMITS

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.edges import at_the_edges

EARLY = {
    "comparisonOperator": "GREATER_THAN",
    "notificationType": "ACTUAL",
    "threshold": 80.0,
    "thresholdType": "PERCENTAGE",
    "subscriberEmailAddresses": ["team@example.com"],
}
FORECAST = {**EARLY, "notificationType": "FORECASTED", "threshold": 100.0}


def budget(*notifications: object, unit: object = "MONTHLY") -> Case:
    return aws("budgets/budget", name="inference", timeUnit=unit, notifications=list(notifications))


def steps(count: int) -> list[object]:
    return [{**EARLY, "threshold": 10.0 * number} for number in range(count)]


CHOICES = {name: limit for name, limit in LIMITS.items() if name != "threshold"}
EDGES = at_the_edges(budget(EARLY), CHOICES, "notifications.0")
SAME = "notifications[1] compares what another one does;"

CASES = Cases(
    passes=[
        *EDGES[0],
        budget(EARLY, FORECAST),
        budget(EARLY, {**EARLY, "threshold": 90.0}),
        budget(EARLY, {**EARLY, "thresholdType": "ABSOLUTE_VALUE"}),
        budget(EARLY, {**EARLY, "comparisonOperator": "EQUAL_TO"}),
        budget(EARLY, unit="DAILY"),
        budget(*steps(10)),
        budget({**EARLY, "threshold": 0.0}),
        budget({**EARLY, "threshold": 15000000000000.0}),
    ],
    fails=[
        *EDGES[1],
        budget(*steps(10), FORECAST).but(("notifications has 11 notifications, above 10;",)),
        budget(FORECAST, unit="DAILY").but(("notifications[0].notificationType is FORECASTED for a daily budget;",)),
        budget(EARLY, EARLY).but((SAME,)),
        budget({**EARLY, "threshold": -1.0}).but(("notifications[0].threshold is -1, outside 0 to 15000000000000;",)),
        budget({**EARLY, "threshold": 15000000000001.0}).but(("notifications[0].threshold is 15000000000001, out",)),
        budget(EARLY, {**EARLY, "subscriberEmailAddresses": ["lead@example.com"]}).but((SAME,)),
    ],
    not_applicable=[budget(), aws("budgets/budget", name="inference", timeUnit="DAILY")],
    unknown=[
        budget(FORECAST, unit=U),
        budget({**FORECAST, "notificationType": U}, unit="DAILY"),
        budget({**EARLY, "threshold": U}, {**EARLY, "threshold": U}),
        budget(U),
        budget().but(notifications=U),
    ],
)
