"""Fixtures of appautoscaling-dimension."""

from __future__ import annotations

from guardrails.aws import appautoscaling
from guardrails.rules import appautoscaling_dimension

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

VARIANT = "sagemaker:variant:DesiredInstanceCount"
TARGET = aws(
    "appautoscaling/target",
    serviceNamespace="sagemaker",
    resourceId="endpoint/live/variant/main",
    scalableDimension=VARIANT,
    minCapacity=1.0,
    maxCapacity=4.0,
)
POLICY = aws(
    "appautoscaling/policy",
    serviceNamespace="ecs",
    resourceId="service/web/api",
    scalableDimension="ecs:service:DesiredCount",
)
SCHEDULE = aws(
    "appautoscaling/scheduledAction",
    serviceNamespace="custom-resource",
    resourceId="https://example.execute-api.eu-west-1.amazonaws.com/prod/scalableTargetDimensions/1-23456789",
    scalableDimension="custom-resource:ResourceType:Property",
    schedule="cron(0 6 ? * MON-FRI *)",
)
EDGES = at_the_edges(
    aws("appautoscaling/target", resourceId="endpoint/live/variant/main"), appautoscaling_dimension.LIMITS
)
OF_NAMESPACE = [
    TARGET.but(serviceNamespace=name.partition(":")[0], scalableDimension=name)
    for name in appautoscaling.DIMENSION.values
]

CASES = Cases(
    passes=[*EDGES[0], *OF_NAMESPACE, TARGET, POLICY, SCHEDULE],
    fails=[
        *EDGES[1],
        TARGET.but((f"scalableDimension is {VARIANT}, which is none of ecs;",), serviceNamespace="ecs"),
        TARGET.but(("serviceNamespace is SageMaker; accepted: ",), serviceNamespace="SageMaker"),
        POLICY.but(("scalableDimension is ecs:service:desiredCount; ",), scalableDimension="ecs:service:desiredCount"),
        POLICY.but(("serviceNamespace is aws; accepted: ",), serviceNamespace="aws"),
        SCHEDULE.but(("scalableDimension is custom:ResourceType:P",), scalableDimension="custom:ResourceType:Property"),
    ],
    not_applicable=[],
    unknown=[TARGET.but(serviceNamespace=U), TARGET.but(scalableDimension=U)],
    always_applicable=True,
)
