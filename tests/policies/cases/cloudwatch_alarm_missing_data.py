"""Fixtures of cloudwatch-alarm-missing-data."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ALARM = aws(
    "cloudwatch/metricAlarm",
    namespace="AWS/DynamoDB",
    metricName="ReadThrottleEvents",
    dimensions={"TableName": "tasks"},
    statistic="Sum",
    treatMissingData="ignore",
)
QUERY = {"id": "e1", "expression": "FILL(m1, 0)", "returnData": True}

CASES = Cases(
    passes=[ALARM, ALARM.but(treatMissingData=None), ALARM.but(treatMissingData="missing")],
    fails=[
        ALARM.but(("treatMissingData is notBreaching, which is ignored;",), treatMissingData="notBreaching"),
        ALARM.but(("treatMissingData is breaching, which",), treatMissingData="breaching"),
    ],
    not_applicable=[
        ALARM.but(namespace="AWS/Lambda", treatMissingData="notBreaching"),
        aws("cloudwatch/metricAlarm", metricQueries=[QUERY], treatMissingData="notBreaching"),
        ALARM.but(metricName=None, treatMissingData="notBreaching"),
    ],
    unknown=[ALARM.but(treatMissingData=U), ALARM.but(namespace=U)],
)
