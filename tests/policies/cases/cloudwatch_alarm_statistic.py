"""Fixtures of cloudwatch-alarm-statistic."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

ALARM = aws("cloudwatch/metricAlarm", namespace="AWS/SageMaker", metricName="ModelLatency", statistic="Average")
SHARE = ALARM.but(metricName="InvocationsPerInstance", statistic="Sum")
CHARGES = ALARM.but(namespace="AWS/Billing", metricName="EstimatedCharges", statistic="Maximum")
TAIL = ALARM.but(statistic=None, extendedStatistic="p99")


def tracking(statistic: str) -> Case:
    custom = {"namespace": "AWS/SageMaker", "metricName": "InvocationsPerInstance", "statistic": statistic}
    return aws(
        "appautoscaling/policy", targetTrackingScalingPolicyConfiguration={"customizedMetricSpecification": custom}
    )


def query(stat: str) -> Case:
    metric = {"namespace": "AWS/Lambda", "metricName": "Duration", "stat": stat}
    return aws("cloudwatch/metricAlarm", metricQueries=[{"id": "a", "metric": metric}])


EXPRESSION = {"customizedMetricSpecification": {"metrics": [{"id": "e", "expression": "1"}]}}
COUNTS = (
    ("AWS/SageMaker", "Invocations"),
    *[
        ("AWS/DynamoDB", name)
        for name in ("SystemErrors", "UserErrors", "ThrottledRequests", "ReadThrottleEvents", "WriteThrottleEvents")
    ],
)
HEALTH = ALARM.but(namespace="AWS/Route53", metricName="HealthCheckStatus", statistic="Minimum")
CASES = Cases(
    passes=[
        *[ALARM.but(namespace=space, metricName=name, statistic="Sum") for space, name in COUNTS],
        HEALTH,
        ALARM,
        SHARE,
        CHARGES,
        TAIL,
        *[ALARM.but(statistic=name) for name in ("SampleCount", "Sum", "Minimum", "Maximum")],
        *[TAIL.but(extendedStatistic=name) for name in ("p99.9", "p100", "tm90", "TM(10%:90%)", "IQM", "PR(:300)")],
        query("p95"),
        query("Average"),
        tracking("Sum"),
        ALARM.but(namespace="Shop"),
    ],
    fails=[
        *[
            ALARM.but(
                (f"statistic is Average; {name} is made for SampleCount or Sum",),
                namespace=space,
                metricName=name,
                statistic="Average",
            )
            for space, name in COUNTS
        ],
        HEALTH.but(("statistic is Sum; HealthCheckStatus is made for Average or Maximum or Minimum",), statistic="Sum"),
        TAIL.but(("extendedStatistic is Average, which",), extendedStatistic="Average"),
        ALARM.but(("statistic is Mean, which is no statistic",), statistic="Mean"),
        ALARM.but(("statistic is p99, which is no statistic",), statistic="p99"),
        TAIL.but(("extendedStatistic is 99th, which",), extendedStatistic="99th"),
        TAIL.but(("extendedStatistic is p101, which",), extendedStatistic="p101"),
        SHARE.but(("statistic is Average; InvocationsPerInstance is made for Sum",), statistic="Average"),
        CHARGES.but(("statistic is Sum; EstimatedCharges is made for Maximum",), statistic="Sum"),
        query("Mean").but(("metricQueries[0].metric.stat is Mean",)),
        tracking("Average").but(
            ("targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.statistic is Average",)
        ),
    ],
    not_applicable=[
        aws("cloudwatch/metricAlarm", metricQueries=[{"id": "e", "expression": "1"}]),
        aws("appautoscaling/policy", targetTrackingScalingPolicyConfiguration=EXPRESSION),
        aws("appautoscaling/policy", policyType="StepScaling"),
    ],
    unknown=[ALARM.but(statistic=U), SHARE.but(metricName=U)],
)
