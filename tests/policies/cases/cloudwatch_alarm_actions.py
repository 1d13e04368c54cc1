"""Fixtures of cloudwatch-alarm-actions."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TOPICS = [f"arn:aws:sns:eu-west-1:123456789012:team-{number}" for number in range(6)]
ALARM = aws("cloudwatch/metricAlarm", metricName="Errors", alarmActions=TOPICS[:5])
COMPOSITE = aws("cloudwatch/compositeAlarm", alarmName="all", alarmRule="ALARM(a)", okActions=TOPICS[:5])

CASES = Cases(
    passes=[
        ALARM,
        ALARM.but(alarmActions=None),
        ALARM.but(okActions=TOPICS[:5], insufficientDataActions=TOPICS[:5]),
        ALARM.but(alarmActions=[U] * 5),
        COMPOSITE,
    ],
    fails=[
        ALARM.but(("alarmActions has 6 actions, above 5;",), alarmActions=TOPICS),
        ALARM.but(("alarmActions has 6 actions, above 5;",), alarmActions=[*TOPICS[:5], U]),
        ALARM.but(("insufficientDataActions has 6 actions",), okActions=TOPICS[:5], insufficientDataActions=TOPICS),
        COMPOSITE.but(("okActions has 6 actions",), okActions=TOPICS),
    ],
    not_applicable=[],
    unknown=[ALARM.but(okActions=U)],
    always_applicable=True,
)
