"""Fixtures of cloudwatch-alarm-source."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ALARM = aws(
    "cloudwatch/metricAlarm",
    namespace="AWS/SQS",
    metricName="ApproximateAgeOfOldestMessage",
    dimensions={"QueueName": "arrivals"},
    statistic="Maximum",
    period=60.0,
    evaluationPeriods=3.0,
    threshold=300.0,
    comparisonOperator="GreaterThanThreshold",
    unit="Seconds",
)
QUERY = {"id": "e1", "expression": 'SELECT AVG(Duration) FROM SCHEMA("AWS/Lambda", FunctionName)', "returnData": True}
COMPUTED = aws(
    "cloudwatch/metricAlarm",
    metricQueries=[QUERY],
    evaluationPeriods=3.0,
    threshold=300.0,
    comparisonOperator="GreaterThanThreshold",
)
PROMQL = aws(
    "cloudwatch/metricAlarm",
    evaluationCriteria={"promqlCriteria": {"query": "rate(errors[5m]) > 1", "pendingPeriod": 60.0}},
    evaluationInterval=60.0,
)
BESIDE = "is set beside metricQueries;"

CASES = Cases(
    passes=[
        ALARM,
        ALARM.but(metricQueries=[]),
        ALARM.but(statistic=None, extendedStatistic="p99"),
        ALARM.but(namespace=U, period=U, statistic=U),
        COMPUTED,
        COMPUTED.but(dimensions={}),
        COMPUTED.but(metricQueries=U),
        COMPUTED.but(metricQueries=[QUERY, QUERY]),
        PROMQL,
        PROMQL.but(evaluationCriteria=U),
    ],
    fails=[
        ALARM.but(("metricQueries is set beside metricName;",), metricQueries=[QUERY]),
        ALARM.but(
            ("evaluationCriteria is set beside metricName;",), evaluationCriteria=PROMQL.props["evaluationCriteria"]
        ),
        ALARM.but(("statistic is not set, nor is extendedStatistic;",), statistic=None),
        ALARM.but(("extendedStatistic is set beside statistic;",), extendedStatistic="p99"),
        ALARM.but(("metricName is not set, nor is",), metricName=None),
        ALARM.but(("namespace is not set;",), namespace=None),
        ALARM.but(("period is not set;",), period=None),
        COMPUTED.but(("metricName is not set, nor is metricQueries or evaluationC",), metricQueries=[]),
        PROMQL.but(("metricName is not set, nor is",), evaluationCriteria=None),
        COMPUTED.but((f"namespace {BESIDE}",), namespace="AWS/SQS"),
        COMPUTED.but((f"dimensions {BESIDE}",), dimensions={"QueueName": "arrivals"}),
        COMPUTED.but((f"period {BESIDE}",), period=60.0),
        COMPUTED.but((f"unit {BESIDE}",), unit="Seconds"),
        COMPUTED.but((f"statistic {BESIDE}",), statistic="Sum"),
        COMPUTED.but((f"extendedStatistic {BESIDE}",), extendedStatistic="p99"),
        PROMQL.but(("period is set beside evaluationCriteria;",), period=60.0),
    ],
    not_applicable=[],
    unknown=[
        ALARM.but(evaluationCriteria=U),
        ALARM.but(metricName=U, metricQueries=[QUERY]),
        ALARM.but(extendedStatistic=U),
        COMPUTED.but(unit=U),
    ],
    always_applicable=True,
)
