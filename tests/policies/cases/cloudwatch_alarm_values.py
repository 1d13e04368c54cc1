"""Fixtures of cloudwatch-alarm-values."""

from __future__ import annotations

from guardrails.rules import cloudwatch_alarm_values as rule

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

ALARM = aws(
    "cloudwatch/metricAlarm",
    name="errors",
    namespace="AWS/Lambda",
    metricName="Errors",
    dimensions={"FunctionName": "predict"},
    statistic="Sum",
    period=60.0,
    evaluationPeriods=3.0,
    datapointsToAlarm=2.0,
    threshold=1.0,
    comparisonOperator="GreaterThanOrEqualToThreshold",
    treatMissingData="notBreaching",
)
QUERY = {"id": "m1", "metric": {"namespace": "AWS/Lambda", "metricName": "Errors", "stat": "Sum"}, "returnData": True}
COMPUTED = aws("cloudwatch/metricAlarm", metricQueries=[QUERY])
EDGES = [
    at_the_edges(ALARM, rule.LIMITS),
    at_the_edges(COMPUTED, rule.OF_QUERY, "metricQueries.0.metric"),
]

CASES = Cases(
    passes=[
        *[case for passes, _ in EDGES for case in passes],
        COMPUTED,
        *[ALARM.but(treatMissingData=value) for value in ("breaching", "notBreaching", "ignore", "missing")],
        *[ALARM.but(evaluateLowSampleCountPercentiles=value) for value in ("evaluate", "ignore")],
        COMPUTED.but(metricQueries=[{"id": "e1", "expression": "1", "returnData": True}]),
    ],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        ALARM.but(("treatMissingData is notbreaching;",), treatMissingData="notbreaching"),
        ALARM.but(("evaluateLowSampleCountPercentiles is no;",), evaluateLowSampleCountPercentiles="no"),
        ALARM.but(("comparisonOperator is GreaterThan; accepted: ",), comparisonOperator="GreaterThan"),
    ],
    not_applicable=[],
    unknown=[ALARM.but(unit=U), ALARM.but(treatMissingData=U), COMPUTED.but(metricQueries=U)],
    always_applicable=True,
)
