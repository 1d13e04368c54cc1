"""Fixtures of appautoscaling-step-microseconds."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws, stack

ARN = "arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:6d8972f3:resource/sagemaker/endpoint/live/variant/main"
ALARM = aws(
    "cloudwatch/metricAlarm",
    called="slow",
    namespace="AWS/SageMaker",
    metricName="ModelLatency",
    dimensions={"EndpointName": "live", "VariantName": "main"},
    statistic="Average",
    threshold=2000000.0,
    comparisonOperator="GreaterThanThreshold",
    alarmActions=[ARN],
)
LINKED = ALARM.but(alarmActions=[U]).made_from(alarmActions="out")


def policy(*ends: object) -> Case:
    steps = [
        {"metricIntervalLowerBound": lower, "metricIntervalUpperBound": upper, "scalingAdjustment": 1.0}
        for lower, upper in zip(ends, [*ends[1:], ""], strict=True)
    ]
    return aws(
        "appautoscaling/policy",
        called="out",
        arn=ARN,
        policyType="StepScaling",
        stepScalingPolicyConfiguration={"adjustmentType": "ChangeInCapacity", "stepAdjustments": steps},
    )


SHORT = ("out: stepScalingPolicyConfiguration.stepAdjustments are within 500 of slow's threshold, 2e+06 microseconds;",)

CASES = Cases(
    passes=[
        stack(policy("0", "500000"), ALARM),
        stack(policy("0", "20000"), ALARM),
        stack(policy("0", "500000").but(arn=U), LINKED),
        stack(policy("0", "500000", "1000000"), ALARM),
        stack(policy("0", "500"), ALARM.but(threshold=50000.0)),
        stack(policy("0", "500").but(arn=U), LINKED.but(threshold=50000.0)),
        stack(policy("0", "500", "500000"), ALARM),
        stack(policy("-500000", "500"), ALARM),
    ],
    fails=[
        stack(policy("0", "500"), ALARM, names=SHORT),
        stack(policy("0", "500").but(arn=U), LINKED, names=SHORT),
        stack(policy("0", "19999"), ALARM, names=(SHORT[0].replace("500 of", "19999 of"),)),
        stack(policy("0", "250", "500"), ALARM, names=SHORT),
        stack(policy("-500", "5"), ALARM, names=SHORT),
    ],
    not_applicable=[
        stack(policy("0", "500")),
        stack(ALARM),
        stack(policy("0"), ALARM),
        stack(policy("0", "500"), ALARM.but(metricName="Invocations")),
        stack(policy("0", "500"), ALARM.but(alarmActions=[])),
        stack(policy("0", "500"), ALARM.but(alarmActions=["arn:aws:sns:eu-west-1:123456789012:alarms"])),
        stack(policy("0", "500").but(stepScalingPolicyConfiguration=None), ALARM),
    ],
    unknown=[
        stack(policy("0", U), ALARM),
        stack(policy("0", "500"), ALARM.but(threshold=U)),
        stack(policy("0", "500"), ALARM.but(namespace=U)),
    ],
)
