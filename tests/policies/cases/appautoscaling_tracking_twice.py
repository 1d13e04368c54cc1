"""Fixtures of appautoscaling-tracking-twice."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws, stack


def policy(called: str, metric: object = "ECSServiceAverageCPUUtilization", **more: object) -> Case:
    specification = {"predefinedMetricType": metric, **more}
    return aws(
        "appautoscaling/policy",
        called=called,
        policyType="TargetTrackingScaling",
        serviceNamespace="ecs",
        resourceId="service/web/api",
        scalableDimension="ecs:service:DesiredCount",
        targetTrackingScalingPolicyConfiguration={"targetValue": 60.0, "predefinedMetricSpecification": specification},
    )


ALB = "ALBRequestCountPerTarget"
LABEL = "app/web/778d41231b141a0f/targetgroup/api/943f017f100becff"
CPU, SECOND = policy("cpu"), policy("second")
PATH = "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.predefinedMetricType"
TWICE = (f"second: {PATH} is ECSServiceAverageCPUUtilization, which cpu tracks too;",)
STEP = replace(CPU.but(targetTrackingScalingPolicyConfiguration=None, policyType="StepScaling"), name="steps")

CASES = Cases(
    passes=[
        stack(CPU, policy("second", "ECSServiceAverageMemoryUtilization")),
        stack(CPU, SECOND.but(resourceId="service/web/worker")),
        stack(CPU, SECOND.but(scalableDimension="other")),
        stack(CPU, replace(SECOND, provider_region="us-west-2")),
        stack(policy("cpu", ALB, resourceLabel=LABEL), policy("second", ALB, resourceLabel=f"{LABEL}0")),
    ],
    fails=[
        stack(CPU, SECOND, names=TWICE),
        stack(
            policy("cpu", ALB, resourceLabel=LABEL),
            policy("second", ALB, resourceLabel=LABEL),
            names=(TWICE[0].replace("ECSServiceAverageCPUUtilization", ALB),),
        ),
    ],
    not_applicable=[stack(CPU), stack(CPU, STEP), stack(CPU.but(resourceId=U))],
    unknown=[
        stack(CPU.but(resourceId=U), SECOND.but(resourceId=U)),
        stack(CPU, SECOND.but(scalableDimension=U)),
        stack(CPU.but(region=U), SECOND.but(region=U)),
        stack(CPU, policy("second", U)),
        stack(policy("cpu", ALB, resourceLabel=LABEL), policy("second", ALB, resourceLabel=U)),
    ],
)
