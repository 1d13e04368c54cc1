"""Fixtures of cloudwatch-alarm-fine-period."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ALARM = aws(
    "cloudwatch/metricAlarm",
    namespace="AWS/Lambda",
    metricName="Errors",
    dimensions={"FunctionName": "predict"},
    statistic="Sum",
    period=60.0,
)

CASES = Cases(
    passes=[ALARM, ALARM.but(period=300.0)],
    fails=[
        ALARM.but(("period is 10, and AWS/Lambda publishes once a minute;",), period=10.0),
        ALARM.but(("period is 59, and",), period=59.0),
    ],
    not_applicable=[
        ALARM.but(namespace="AWS/SageMaker", period=10.0),
        ALARM.but(namespace="/aws/sagemaker/Endpoints", period=10.0),
        ALARM.but(namespace="AWS/ElasticBeanstalk", period=10.0),
        ALARM.but(namespace="Own/Requests", period=10.0),
        aws("cloudwatch/metricAlarm", metricQueries=[]),
    ],
    unknown=[ALARM.but(period=U), ALARM.but(namespace=U, period=10.0)],
)
