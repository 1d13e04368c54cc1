"""Fixtures of scheduler-schedule-limits."""

from __future__ import annotations

from guardrails.aws import events

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

SCHEDULE = aws(
    "scheduler/schedule",
    name="stop-endpoints",
    scheduleExpression="cron(0 20 ? * MON-FRI *)",
    scheduleExpressionTimezone="Asia/Tokyo",
    flexibleTimeWindow={"mode": "FLEXIBLE", "maximumWindowInMinutes": 15.0},
    target={"arn": U, "roleArn": U, "retryPolicy": {"maximumRetryAttempts": 3.0}},
)
PASSES, FAILS = at_the_edges(SCHEDULE, events.SCHEDULE_LIMITS)

CASES = Cases(
    passes=[SCHEDULE, SCHEDULE.but(groupName="models"), *PASSES],
    fails=[
        *FAILS,
        SCHEDULE.but(("name is stop all, which holds characters",), name="stop all"),
        SCHEDULE.but(("groupName is a/b, which holds characters",), groupName="a/b"),
    ],
    not_applicable=[],
    unknown=[SCHEDULE.but(name=U), SCHEDULE.but(flexibleTimeWindow=U), SCHEDULE.but(target=U)],
    always_applicable=True,
)
