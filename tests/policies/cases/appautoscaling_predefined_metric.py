"""Fixtures of appautoscaling-predefined-metric."""

from __future__ import annotations

from guardrails.aws.scaling_metrics import METRICS

from tests.policies.cases.case import Case, Cases, U, aws

PATH = "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification"
LABEL = "app/web/778d41231b141a0f/targetgroup/api/943f017f100becff"
ALB = "ALBRequestCountPerTarget"


def policy(metric: object, dimension: object, names: tuple[str, ...] = (), **more: object) -> Case:
    specification = {"predefinedMetricType": metric, **more}
    return aws(
        "appautoscaling/policy",
        names,
        policyType="TargetTrackingScaling",
        scalableDimension=dimension,
        targetTrackingScalingPolicyConfiguration={"targetValue": 60.0, "predefinedMetricSpecification": specification},
    )


def labelled(metric: str) -> dict[str, object]:
    return {"resourceLabel": LABEL} if metric == ALB else {}


SOUND = [policy(metric, begin, **labelled(metric)) for metric, begins in METRICS.items() for begin in begins]
WRONG = [
    policy(
        metric,
        "custom-resource:ResourceType:Property",
        (f"{PATH}.predefinedMetricType is {metric}, which does not scale custom-resource:",),
        **labelled(metric),
    )
    for metric in METRICS
]
INSTANCES = "sagemaker:variant:DesiredInstanceCount"
COPIES = "sagemaker:inference-component:DesiredCopyCount"
SERVICE = "ecs:service:DesiredCount"
NO_LABEL = f"{PATH}.resourceLabel is"

CASES = Cases(
    passes=[*SOUND, policy("RDSReaderAverageCPUUtilization", "rds:cluster:ReadReplicaCount")],
    fails=[
        *WRONG,
        policy(
            "SageMakerVariantInvocationsPerInstance",
            COPIES,
            (f"{PATH}.predefinedMetricType is SageMakerVariantInvocationsPerInstance, which does not scale {COPIES};",),
        ),
        policy("InvocationsPerInstance", INSTANCES, (f"{PATH}.predefinedMetricType is InvocationsPerInstance; acc",)),
        policy(ALB, SERVICE, (f"{NO_LABEL} missing, which is no label",)),
        policy(ALB, SERVICE, (f"{NO_LABEL} targetgroup/api/943f017f100becff, which",), resourceLabel=LABEL[25:]),
    ],
    not_applicable=[
        aws("appautoscaling/policy", policyType="StepScaling", scalableDimension=INSTANCES),
        aws(
            "appautoscaling/policy",
            scalableDimension=INSTANCES,
            targetTrackingScalingPolicyConfiguration={"targetValue": 9.0, "customizedMetricSpecification": {}},
        ),
    ],
    unknown=[
        policy(U, SERVICE),
        policy("SageMakerVariantInvocationsPerInstance", U),
        policy(ALB, SERVICE, resourceLabel=U),
        aws(
            "appautoscaling/policy",
            scalableDimension=INSTANCES,
            targetTrackingScalingPolicyConfiguration={"targetValue": 9.0, "predefinedMetricSpecification": U},
        ),
    ],
)
