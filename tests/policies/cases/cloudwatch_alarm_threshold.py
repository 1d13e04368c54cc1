"""Fixtures of cloudwatch-alarm-threshold."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ALARM = aws(
    "cloudwatch/metricAlarm",
    namespace="AWS/Lambda",
    metricName="Errors",
    statistic="Sum",
    period=60.0,
    evaluationPeriods=5.0,
    threshold=0.0,
    comparisonOperator="GreaterThanThreshold",
)
METRIC = {"id": "m1", "metric": {"namespace": "AWS/Lambda", "metricName": "Errors"}, "returnData": True}
BAND = {"id": "band", "expression": "ANOMALY_DETECTION_BAND(m1, 2)", "returnData": True}
ANOMALY = aws(
    "cloudwatch/metricAlarm",
    metricQueries=[METRIC, BAND],
    evaluationPeriods=2.0,
    thresholdMetricId="band",
    comparisonOperator="GreaterThanUpperThreshold",
)
NEEDS = "which needs thresholdMetricId;"

CASES = Cases(
    passes=[
        ALARM,
        ALARM.but(threshold=U),
        ANOMALY,
        ANOMALY.but(comparisonOperator="LessThanLowerThreshold"),
        ANOMALY.but(comparisonOperator="LessThanLowerOrGreaterThanUpperThreshold"),
        ALARM.but(evaluationPeriods=U),
    ],
    fails=[
        ALARM.but(("threshold is not set, nor is thresholdMetricId;",), threshold=None),
        ANOMALY.but(("thresholdMetricId is set beside threshold;",), threshold=1.0),
        ALARM.but(("comparisonOperator is not set;",), comparisonOperator=None),
        ALARM.but(("evaluationPeriods is not set;",), evaluationPeriods=None),
        *[
            ALARM.but((f"comparisonOperator is {name}, {NEEDS}",), comparisonOperator=name)
            for name in (
                "GreaterThanUpperThreshold",
                "LessThanLowerThreshold",
                "LessThanLowerOrGreaterThanUpperThreshold",
            )
        ],
        ANOMALY.but(("thresholdMetricId is e1, which is no query's id;",), thresholdMetricId="e1"),
    ],
    not_applicable=[aws("cloudwatch/metricAlarm", evaluationCriteria={"promqlCriteria": {"query": "up < 1"}})],
    unknown=[
        ALARM.but(comparisonOperator=U),
        ANOMALY.but(thresholdMetricId=U),
        ANOMALY.but(threshold=U),
        ANOMALY.but(metricQueries=U, thresholdMetricId="e1"),
        ANOMALY.but(metricQueries=[METRIC, {**BAND, "id": U}], thresholdMetricId="e1"),
    ],
)
