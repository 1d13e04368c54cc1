"""Fixtures of cloudwatch-latency-microseconds."""

from __future__ import annotations

from guardrails.aws.latencies import METRICS

from tests.policies.cases.case import Case, Cases, U, aws

DIMENSIONS = {"EndpointName": "live", "VariantName": "main"}
ALARM = aws(
    "cloudwatch/metricAlarm",
    namespace="AWS/SageMaker",
    metricName="ModelLatency",
    dimensions=DIMENSIONS,
    statistic="Average",
    period=60.0,
    evaluationPeriods=3.0,
    threshold=500000.0,
    comparisonOperator="GreaterThanThreshold",
)
PERCENTILE = ALARM.but(statistic=None, extendedStatistic="p99")
SHORT = ("threshold is 500, which is less than a millisecond;",)
QUERY = {"id": "m1", "returnData": True, "metric": {**ALARM.props, "stat": "Average"}}
COMPUTED = aws("cloudwatch/metricAlarm", metricQueries=[QUERY], threshold=500.0)


def policy(target: object, **metric: object) -> Case:
    custom = {"namespace": "AWS/SageMaker", "metricName": "ModelLatency", "statistic": "Average", **metric}
    config = {"targetValue": target, "customizedMetricSpecification": custom}
    return aws(
        "appautoscaling/policy", policyType="TargetTrackingScaling", targetTrackingScalingPolicyConfiguration=config
    )


CASES = Cases(
    passes=[
        *[ALARM.but(metricName=name) for name in sorted(METRICS)],
        *[ALARM.but(statistic=name) for name in ("Minimum", "Maximum")],
        ALARM.but(threshold=1000.0),
        ALARM.but(threshold=0.0),
        PERCENTILE,
        PERCENTILE.but(extendedStatistic="TM(10%:90%)"),
        PERCENTILE.but(extendedStatistic="wm95"),
        PERCENTILE.but(extendedStatistic="IQM"),
        policy(300000.0),
    ],
    fails=[
        *[ALARM.but(SHORT, metricName=name, threshold=500.0) for name in sorted(METRICS)],
        *[ALARM.but(SHORT, statistic=name, threshold=500.0) for name in ("Minimum", "Maximum")],
        ALARM.but(("threshold is 999, which",), threshold=999.0),
        ALARM.but(("threshold is 0.5, which",), threshold=0.5),
        PERCENTILE.but(SHORT, threshold=500.0),
        PERCENTILE.but(SHORT, extendedStatistic="TM(10%:90%)", threshold=500.0),
        PERCENTILE.but(SHORT, extendedStatistic="wm95", threshold=500.0),
        PERCENTILE.but(SHORT, extendedStatistic="IQM", threshold=500.0),
        policy(300.0).but(("targetTrackingScalingPolicyConfiguration.targetValue is 300, which is less",)),
    ],
    not_applicable=[
        ALARM.but(metricName="Invocations", threshold=500.0),
        ALARM.but(namespace="Own/Latency", threshold=500.0),
        ALARM.but(statistic="SampleCount", threshold=500.0),
        ALARM.but(statistic="Sum", threshold=500.0),
        PERCENTILE.but(extendedStatistic="PR(:500)", threshold=50.0),
        PERCENTILE.but(extendedStatistic="TC(500:)", threshold=50.0),
        COMPUTED,
        policy(300.0, metricName="Invocations"),
        aws("appautoscaling/policy", policyType="StepScaling"),
    ],
    unknown=[ALARM.but(threshold=U), ALARM.but(namespace=U), ALARM.but(metricName=U), ALARM.but(statistic=U)],
)
