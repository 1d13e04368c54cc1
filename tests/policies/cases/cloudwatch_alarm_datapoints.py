"""Fixtures of cloudwatch-alarm-datapoints."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ALARM = aws(
    "cloudwatch/metricAlarm",
    namespace="AWS/Lambda",
    metricName="Errors",
    period=60.0,
    evaluationPeriods=5.0,
    datapointsToAlarm=5.0,
)

CASES = Cases(
    passes=[ALARM, ALARM.but(datapointsToAlarm=1.0)],
    fails=[ALARM.but(("datapointsToAlarm is 6, above evaluationPeriods 5;",), datapointsToAlarm=6.0)],
    not_applicable=[ALARM.but(datapointsToAlarm=None), ALARM.but(datapointsToAlarm=None, evaluationPeriods=U)],
    unknown=[ALARM.but(datapointsToAlarm=U), ALARM.but(evaluationPeriods=U)],
)
