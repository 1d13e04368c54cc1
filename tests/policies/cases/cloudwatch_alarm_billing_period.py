"""Fixtures of cloudwatch-alarm-billing-period."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

CHARGES = {"namespace": "AWS/Billing", "metricName": "EstimatedCharges", "dimensions": {"Currency": "USD"}}
ALARM = aws("cloudwatch/metricAlarm", statistic="Maximum", period=21600.0, evaluationPeriods=1.0, **CHARGES)


def computed(period: object) -> Case:
    queries = [
        {"id": "m1", "metric": {**CHARGES, "period": period, "stat": "Maximum"}},
        {"id": "e1", "expression": "RATE(m1)", "returnData": True},
    ]
    return aws("cloudwatch/metricAlarm", metricQueries=queries)


CASES = Cases(
    passes=[ALARM, ALARM.but(period=86400.0), computed(21600.0)],
    fails=[
        ALARM.but(("period is 3600, shorter than six hours;",), period=3600.0),
        ALARM.but(("period is 21599, shorter",), period=21599.0),
        computed(300.0).but(("metricQueries[0].metric.period is 300, shorter",)),
    ],
    not_applicable=[ALARM.but(namespace="AWS/SQS", period=60.0)],
    unknown=[ALARM.but(period=U), ALARM.but(namespace=U), computed(U), computed(U).but(metricQueries=U)],
)
