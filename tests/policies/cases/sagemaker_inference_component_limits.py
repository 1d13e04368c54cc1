"""Fixtures of sagemaker-inference-component-limits."""

from __future__ import annotations

import json

from guardrails.aws import sagemaker_limits

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.edges import at_the_edges

KIND = "AWS::SageMaker::InferenceComponent"
LEAST = "desiredState.Specification.ComputeResourceRequirements.MinMemoryRequiredInMb"


def component(needs: object = None, kind: object = KIND, **what: object) -> Case:
    state = {
        "InferenceComponentName": "fraud",
        "EndpointName": "fraud",
        "VariantName": "AllTraffic",
        "Specification": {**(what or {"ModelName": "fraud"}), "ComputeResourceRequirements": needs},
        "RuntimeConfig": {"CopyCount": 1.0},
    }
    return aws("cloudcontrol/resource", typeName=kind, desiredState=json.dumps(state))


def memory(least: object, most: object) -> dict[str, object]:
    return {"NumberOfCpuCoresRequired": 1.0, "MinMemoryRequiredInMb": least, "MaxMemoryRequiredInMb": most}


BASE = aws("cloudcontrol/resource", typeName=KIND, desiredState={"Specification": {"ModelName": "fraud"}})
EDGES = at_the_edges(BASE, sagemaker_limits.COMPONENT, "desiredState")
CONTAINER = {"Image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/fraud:3"}
ADAPTER = {"BaseInferenceComponentName": "base", "Container": {"ArtifactUrl": "s3://models/adapter.tar.gz"}}

CASES = Cases(
    passes=[
        *EDGES[0],
        component(memory(1024.0, 2048.0)),
        component(memory(1024.0, 1024.0)),
        component({"NumberOfCpuCoresRequired": 0.5, "MinMemoryRequiredInMb": 1024.0}),
        component(memory(1024.0, 2048.0), Container=CONTAINER),
        component(memory(1024.0, 2048.0), DataCacheConfig={"EnableCaching": True}, ModelName="fraud"),
        component({"MinMemoryRequiredInMb": 128.0}),
        component(**ADAPTER),
        BASE.but(desiredState={"InferenceComponentName": "fraud"}),
        BASE.but(desiredState={"Specification": {"ModelName": U}}),
    ],
    fails=[
        *EDGES[1],
        component(memory(4096.0, 2048.0)).but((f"{LEAST} is 4096, above MaxMemoryRequiredInMb 2048",)),
        component(memory(1024.0, 2048.0), DataCacheConfig={"EnableCaching": True}).but(
            ("desiredState.Specification.ModelName is not set, nor is Container",)
        ),
        component({"MinMemoryRequiredInMb": 64.0}).but((f"{LEAST} is 64, below 128",)),
    ],
    not_applicable=[
        component(memory(4096.0, 2048.0), kind="AWS::Other::Thing"),
        aws("cloudcontrol/resource", typeName="AWS::Logs::LogGroup", desiredState='{"LogGroupName": "a"}'),
    ],
    unknown=[BASE.but(desiredState=U), component(memory(1024.0, 2048.0)).but(typeName=U)],
)
