"""Mistakes in what scales endpoints."""

from __future__ import annotations

from tests.policies.cases.case import Case, aws, stack
from tests.policies.errata.entry import Erratum, Mistake

VARIANT = {
    "serviceNamespace": "sagemaker",
    "resourceId": "endpoint/assist/variant/AllTraffic",
    "scalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
COPIES = {
    "serviceNamespace": "sagemaker",
    "resourceId": "inference-component/fraud",
    "scalableDimension": "sagemaker:inference-component:DesiredCopyCount",
}
DIMENSIONS = {"EndpointName": "assist", "VariantName": "AllTraffic"}
ALARM = aws(
    "cloudwatch/metricAlarm",
    called="latency",
    namespace="AWS/SageMaker",
    metricName="ModelLatency",
    dimensions=DIMENSIONS,
    statistic="Average",
    period=60.0,
    evaluationPeriods=2.0,
    threshold=2000000.0,
    comparisonOperator="GreaterThanThreshold",
)


def target(called: str = "target", **more: object) -> Case:
    props = {"minCapacity": 1.0, "maxCapacity": 2.0, **VARIANT, **more}
    return aws("appautoscaling/target", called=called, **props)


def action(called: str, least: float, most: float | None = None) -> Case:
    sizes = {"minCapacity": least} if most is None else {"minCapacity": least, "maxCapacity": most}
    return aws(
        "appautoscaling/scheduledAction",
        called=called,
        schedule="cron(0 9 * * ? *)",
        timezone="Asia/Tokyo",
        scalableTargetAction=sizes,
        **VARIANT,
    )


def tracking(statistic: str) -> Case:
    dimensions = [{"name": name, "value": value} for name, value in DIMENSIONS.items()]
    metric = {"metricName": "InvocationsPerInstance", "namespace": "AWS/SageMaker", "dimensions": dimensions}
    config = {"targetValue": 480.0, "customizedMetricSpecification": {**metric, "statistic": statistic}}
    return aws(
        "appautoscaling/policy",
        called="tracking",
        policyType="TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration=config,
        **VARIANT,
    )


def steps(bound: str) -> Case:
    first = {"metricIntervalLowerBound": "0", "metricIntervalUpperBound": bound, "scalingAdjustment": 1.0}
    rest = {"metricIntervalLowerBound": bound, "scalingAdjustment": 2.0}
    config = {"adjustmentType": "ChangeInCapacity", "stepAdjustments": [first, rest], "cooldown": 120.0}
    return aws(
        "appautoscaling/policy",
        called="steps",
        policyType="StepScaling",
        arn="arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:steps",
        stepScalingPolicyConfiguration=config,
        **VARIANT,
    )


STARTS = ALARM.but(alarmActions=["arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:steps"])
ZERO = target(**COPIES).but(minCapacity=0.0)
WAKE = aws(
    "appautoscaling/policy",
    called="wake",
    policyType="StepScaling",
    arn="arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:wake",
    stepScalingPolicyConfiguration={
        "adjustmentType": "ChangeInCapacity",
        "stepAdjustments": [{"metricIntervalLowerBound": "0", "scalingAdjustment": 1.0}],
    },
    **COPIES,
)
TRACK = aws("appautoscaling/policy", called="track", policyType="TargetTrackingScaling", **COPIES)


def wakes(metric: str) -> Case:
    actions = ["arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:wake"]
    return aws(
        "cloudwatch/metricAlarm",
        called="no-capacity",
        namespace="AWS/SageMaker",
        metricName=metric,
        dimensions={"InferenceComponentName": "fraud"},
        alarmActions=actions,
    )


ERRATA = (
    Erratum(
        14,
        "scale to zero without what wakes it",
        seen=(
            Mistake(
                "appautoscaling-scale-to-zero-leavable",
                stack(ZERO, TRACK, wakes("NoCapacityInvocationFailures")),
                "target: minCapacity is 0, and no step scaling policy",
                stack(ZERO, TRACK, wakes("NoCapacityInvocationFailures"), WAKE),
            ),
        ),
    ),
    Erratum(
        46,
        "the average of a metric that is made to be summed",
        seen=(
            Mistake(
                "cloudwatch-alarm-statistic",
                tracking("Average"),
                (
                    "tracking: targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.statistic is "
                    "Average; InvocationsPerInstance is made for Sum"
                ),
                tracking("Sum"),
            ),
        ),
        unseen="that the target was meant for a second and holds for a minute: both are numbers",
    ),
    Erratum(
        47,
        "steps in milliseconds above a threshold in microseconds",
        seen=(
            Mistake(
                "appautoscaling-step-microseconds",
                stack(steps("500"), STARTS),
                "steps: stepScalingPolicyConfiguration.stepAdjustments are within 500 of latency's threshold",
                stack(steps("500000"), STARTS),
                leaves=2,
            ),
        ),
    ),
    Erratum(
        48,
        "a scheduled minimum above the maximum",
        seen=(
            Mistake(
                "appautoscaling-schedule-within-target",
                stack(target(), action("peak", 3.0)),
                "peak: scalableTargetAction.minCapacity is 3, above maxCapacity 2 of target",
                stack(target(), action("peak", 2.0)),
            ),
            Mistake(
                "appautoscaling-capacity-order",
                action("peak", 3.0, 2.0),
                "peak: scalableTargetAction.minCapacity is 3, above maxCapacity 2",
                action("peak", 2.0, 2.0),
            ),
        ),
        unseen="a schedule in UTC is a choice, and a target outlives no stack of Pulumi's",
    ),
)
ORIGIN = (
    Erratum(
        "off hours",
        "a schedule that takes a variant's instances to zero",
        seen=(
            Mistake(
                "sagemaker-scaling-min-capacity",
                action("night", 0.0, 1.0),
                "night: scalableTargetAction.minCapacity is 0 for a variant",
                action("night", 1.0, 1.0),
            ),
        ),
    ),
    Erratum(
        "weekend",
        "a second target of the same variant",
        seen=(
            Mistake(
                "appautoscaling-target-twice",
                stack(target(), target("weekend", minCapacity=0.0)),
                "weekend: resourceId is endpoint/assist/variant/AllTraffic, which target registers",
                stack(target(), target("weekend", minCapacity=0.0, resourceId="endpoint/other/variant/AllTraffic")),
            ),
        ),
    ),
    Erratum(
        "no capacity",
        "an alarm on another metric than the one that has data at zero",
        seen=(
            Mistake(
                "appautoscaling-scale-to-zero-leavable",
                stack(ZERO, TRACK, WAKE, wakes("InvocationModelErrors")),
                "wake: policyType is StepScaling, and no alarm on NoCapacityInvocationFailures starts",
                stack(ZERO, TRACK, WAKE, wakes("NoCapacityInvocationFailures")),
            ),
        ),
    ),
    Erratum(
        "never back",
        "a step policy alone, so that copies never go",
        seen=(
            Mistake(
                "appautoscaling-scale-to-zero-scale-in",
                stack(ZERO, WAKE, wakes("NoCapacityInvocationFailures")),
                "target: minCapacity is 0, and nothing takes capacity away",
                stack(ZERO, WAKE, wakes("NoCapacityInvocationFailures"), TRACK),
            ),
        ),
    ),
)
