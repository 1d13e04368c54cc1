"""Fixtures of sagemaker-job-isolation."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, aws


def job(network: dict[str, object]) -> Case:
    return aws("sagemaker/dataQualityJobDefinition", networkConfig=network, roleArn=U)


def schedule(network: dict[str, object]) -> Case:
    inner = {"networkConfig": network}
    return aws("sagemaker/monitoringSchedule", monitoringScheduleConfig={"monitoringJobDefinition": inner})


def bias(network: dict[str, object], kind: str = "ModelBias") -> Case:
    state = json.dumps({"NetworkConfig": network})
    return aws("cloudcontrol/resource", typeName=f"AWS::SageMaker::{kind}JobDefinition", desiredState=state)


NAMED = aws("sagemaker/monitoringSchedule", monitoringScheduleConfig={"monitoringJobDefinitionName": U})
OTHER = aws("cloudcontrol/resource", typeName="AWS::Logs::LogGroup", desiredState="{}")

IN_SCHEDULE = "monitoringScheduleConfig.monitoringJobDefinition.networkConfig.enableNetworkIsolation"
KINDS = ("DataQuality", "ModelBias", "ModelQuality", "ModelExplainability")
CASES = Cases(
    passes=[
        job({"enableNetworkIsolation": True}),
        schedule({"enableNetworkIsolation": True}),
        *[bias({"EnableNetworkIsolation": True}, kind) for kind in KINDS],
    ],
    fails=[
        job({"enableNetworkIsolation": False}).but(("networkConfig.enableNetworkIsolation is false",)),
        job({}).but(("networkConfig.enableNetworkIsolation is not set",)),
        job({}).but(("networkConfig.enableNetworkIsolation is not set",), networkConfig=None),
        schedule({"enableNetworkIsolation": False}).but((f"{IN_SCHEDULE} is false",)),
        *[bias({}, kind).but(("desiredState.NetworkConfig.EnableNetworkIsolation is not",)) for kind in KINDS],
    ],
    not_applicable=[NAMED, OTHER],
    unknown=[job({"enableNetworkIsolation": U}), OTHER.but(typeName=U), NAMED.but(monitoringScheduleConfig=U)],
)
