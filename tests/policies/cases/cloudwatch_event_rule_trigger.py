"""Fixtures of cloudwatch-event-rule-trigger."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

PATTERN = aws("cloudwatch/eventRule", name="uploads", eventPattern='{"source": ["aws.s3"]}')
SCHEDULE = aws("cloudwatch/eventRule", name="nightly", scheduleExpression="cron(0 2 * * ? *)")
NOTHING = "eventPattern is not set, and neither is scheduleExpression;"
ELSEWHERE = "scheduleExpression is set, and the event bus is not the default one;"
BUS = "arn:aws:events:eu-west-1:123456789012:event-bus/"

CASES = Cases(
    passes=[
        PATTERN,
        PATTERN.but(eventBusName="orders"),
        PATTERN.but(eventPattern=U),
        SCHEDULE,
        SCHEDULE.but(eventBusName="default"),
        SCHEDULE.but(eventBusName=f"{BUS}default"),
        SCHEDULE.but(eventBusName=""),
        SCHEDULE.but(eventPattern='{"source": ["aws.s3"]}'),
        PATTERN.but(scheduleExpression="", eventBusName="orders"),
    ],
    fails=[
        PATTERN.but((NOTHING,), eventPattern=None),
        PATTERN.but((NOTHING,), eventPattern=""),
        SCHEDULE.but((NOTHING,), scheduleExpression=None),
        SCHEDULE.but((NOTHING,), scheduleExpression=""),
        SCHEDULE.but((ELSEWHERE,), eventBusName="orders"),
        SCHEDULE.but((ELSEWHERE,), eventBusName=f"{BUS}orders"),
    ],
    not_applicable=[],
    unknown=[
        PATTERN.but(eventPattern=None, scheduleExpression=U),
        PATTERN.but(scheduleExpression=U),
        SCHEDULE.but(eventBusName=U),
    ],
    always_applicable=True,
)
