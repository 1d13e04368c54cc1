"""Fixtures of appautoscaling-scale-to-zero-reachable."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, aws, stack


def config(least: object) -> Case:
    variant = {"variantName": "main", "managedInstanceScaling": {"minInstanceCount": least}}
    return aws("sagemaker/endpointConfiguration", called="config", name="config", productionVariants=[variant])


def component(name: str) -> Case:
    state = json.dumps({"InferenceComponentName": name, "EndpointName": "endpoint"})
    kind = "AWS::SageMaker::InferenceComponent"
    return aws("cloudcontrol/resource", called=name, typeName=kind, desiredState=state)


def target(name: str, least: object) -> Case:
    resource = f"inference-component/{name}"
    return aws("appautoscaling/target", called=f"{name}-copies", resourceId=resource, minCapacity=least)


ENDPOINT = aws("sagemaker/endpoint", called="endpoint", name="endpoint", endpointConfigName="config")
LINKED = aws("sagemaker/endpoint", called="endpoint", endpointConfigName=U).made_from(endpointConfigName="config")
A, B = component("a"), component("b")
UNKNOWN = A.but(desiredState=U).made_from(desiredState="endpoint")
OTHER = aws("cloudcontrol/resource", called="a", typeName="AWS::Logs::LogGroup", desiredState="{}")
FROM = aws("appautoscaling/target", called="a-copies", resourceId=U, minCapacity=0.0).made_from(resourceId="a")
WHERE = "config: productionVariants[0].managedInstanceScaling.minInstanceCount is"
STAYS = (f"{WHERE} 1, but its components may go to zero copies",)
NEVER = (f"{WHERE} 0, but no component on it may go to zero copies",)

CASES = Cases(
    passes=[
        stack(config(0.0), ENDPOINT, A, target("a", 0.0)),
        stack(config(0.0), LINKED, UNKNOWN, FROM),
        stack(config(1.0), ENDPOINT, A, target("a", 1.0)),
        stack(config(1.0), ENDPOINT, A),
        stack(config(1.0), ENDPOINT, A, B, target("a", 0.0), target("b", 1.0)),
        stack(config(0.0), ENDPOINT, A, B, target("a", 0.0), target("b", 1.0)),
    ],
    fails=[
        stack(config(1.0), ENDPOINT, A, target("a", 0.0), names=STAYS),
        stack(config(1.0), LINKED, UNKNOWN, FROM, names=STAYS),
        stack(config(None), ENDPOINT, A, target("a", 0.0), names=(f"{WHERE} missing, but",)),
        stack(config(0.0), ENDPOINT, A, target("a", 1.0), names=NEVER),
        stack(config(0.0), ENDPOINT, A, names=NEVER),
        stack(config(1.0), ENDPOINT, A, B, target("a", 0.0), target("b", 0.0), names=STAYS),
    ],
    not_applicable=[
        stack(config(0.0), ENDPOINT.but(name="other"), A),
        stack(config(0.0), LINKED, A.but(desiredState=U)),
        stack(config(0.0), ENDPOINT, A.but(typeName="AWS::Other::Component")),
        stack(config(0.0), ENDPOINT),
        stack(config(0.0), ENDPOINT, OTHER),
        stack(config(0.0), ENDPOINT.but(endpointConfigName="other"), A),
        stack(config(0.0), A),
    ],
    unknown=[
        stack(config(0.0), ENDPOINT, A, target("a", U)),
        stack(config(U), ENDPOINT, A, target("a", 0.0)),
    ],
)
