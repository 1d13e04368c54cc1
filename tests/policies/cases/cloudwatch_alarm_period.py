"""Fixtures of cloudwatch-alarm-period."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

ALARM = aws(
    "cloudwatch/metricAlarm",
    namespace="Own/Requests",
    metricName="Errors",
    statistic="Sum",
    period=60.0,
    evaluationPeriods=1.0,
)
CLOCK = {"wallClockWindow": {"timezone": "Europe/Berlin"}}
BY_CLOCK = ALARM.but(evaluationWindow=CLOCK)
PROMQL = aws("cloudwatch/metricAlarm", evaluationCriteria=U, evaluationInterval=60.0)
TOO_LONG = "evaluationPeriods is"


def computed(metric: object = 60.0, expression: object = 60.0) -> Case:
    queries = [
        {"id": "m1", "metric": {"namespace": "AWS/SQS", "metricName": "NumberOfMessagesSent", "period": metric}},
        {"id": "e1", "expression": "m1 * 2", "period": expression, "returnData": True},
    ]
    return aws("cloudwatch/metricAlarm", metricQueries=queries, evaluationPeriods=3.0)


CASES = Cases(
    passes=[
        *[ALARM.but(period=float(value)) for value in (10, 20, 30, 60, 120, 3600, 604800)],
        *[computed(metric=float(value)) for value in (1, 5, 10, 20, 30, 60, 300)],
        *[BY_CLOCK.but(period=float(value)) for value in (60, 300, 3600, 86400, 604800)],
        ALARM.but(evaluationPeriods=1440.0),
        ALARM.but(period=3600.0, evaluationPeriods=168.0),
        ALARM.but(period=3600.0, evaluationPeriods=25.0),
        ALARM.but(period=3540.0, evaluationPeriods=24.0),
        ALARM.but(evaluationWindow=U, period=120.0),
        ALARM.but(evaluationWindow={"slidingWindow": {}}, period=120.0),
        computed(),
        PROMQL,
        PROMQL.but(evaluationInterval=10.0),
    ],
    fails=[
        ALARM.but(("period is 1; accepted: 10, 20, 30 and multiples of 60;",), period=1.0),
        ALARM.but(("period is 0; accepted: ",), period=0.0),
        ALARM.but(("period is -60; accepted: ",), period=-60.0),
        ALARM.but(("period is 59; accepted: ",), period=59.0),
        ALARM.but(("period is 90; accepted: ",), period=90.0),
        ALARM.but(("period is 121; accepted: ",), period=121.0),
        computed(metric=15.0).but(("metricQueries[0].metric.period is 15; accepted: 1, 5, 10, 20, 30 and",)),
        computed(expression=90.0).but(("metricQueries[1].period is 90; accepted: 1, 5, 10",)),
        PROMQL.but(("evaluationInterval is 45; accepted: 10, 20, 30 and",), evaluationInterval=45.0),
        ALARM.but((f"{TOO_LONG} 1441 of 60 s, more than 86400 s together;",), evaluationPeriods=1441.0),
        ALARM.but((f"{TOO_LONG} 169 of 3600 s, more than 604800 s",), period=3600.0, evaluationPeriods=169.0),
        ALARM.but((f"{TOO_LONG} 25 of 3540 s, more than 86400 s",), period=3540.0, evaluationPeriods=25.0),
        ALARM.but(
            ("period is 3599; accepted: ", f"{TOO_LONG} 25 of 3599 s, more than 86400 s"),
            period=3599.0,
            evaluationPeriods=25.0,
        ),
        BY_CLOCK.but(("period is 120 in a window that follows the clock;",), period=120.0),
    ],
    not_applicable=[],
    unknown=[
        ALARM.but(period=U),
        ALARM.but(evaluationPeriods=U),
        computed(metric=U),
        computed(expression=U),
        computed().but(metricQueries=U),
        computed().but(metricQueries=[U]),
        PROMQL.but(evaluationInterval=U),
    ],
    always_applicable=True,
)
