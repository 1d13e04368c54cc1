"""Fixtures of sagemaker-job-traffic-encryption."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, aws


def job(network: dict[str, object]) -> Case:
    return aws("sagemaker/dataQualityJobDefinition", networkConfig=network, roleArn=U)


def schedule(network: dict[str, object]) -> Case:
    inner = {"networkConfig": network}
    return aws("sagemaker/monitoringSchedule", monitoringScheduleConfig={"monitoringJobDefinition": inner})


def bias(network: dict[str, object]) -> Case:
    state = json.dumps({"NetworkConfig": network})
    return aws("cloudcontrol/resource", typeName="AWS::SageMaker::ModelBiasJobDefinition", desiredState=state)


NAMED = aws("sagemaker/monitoringSchedule", monitoringScheduleConfig={"monitoringJobDefinitionName": U})
OTHER = aws("cloudcontrol/resource", typeName="AWS::Logs::LogGroup", desiredState="{}")

TRAINING = aws(
    "sagemaker/trainingJob", resourceConfig={"instanceCount": 2.0}, enableInterContainerTrafficEncryption=True
)
ALONE = TRAINING.but(resourceConfig={"instanceCount": 1.0})
DEFINITION = {"resourceConfig": {"instanceCount": 2.0}, "enableInterContainerTrafficEncryption": True}
IN_GROUPS = {
    "hyperParameterTuningResourceConfig": {"instanceCount": 2.0},
    "enableInterContainerTrafficEncryption": True,
}
TUNING = aws("sagemaker/hyperParameterTuningJob", trainingJobDefinitions=[DEFINITION])
SWITCH = "enableInterContainerTrafficEncryption"


def without(definition: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in definition.items() if key != SWITCH}


CASES = Cases(
    passes=[
        job({SWITCH: True}),
        schedule({SWITCH: True}),
        bias({"EnableInterContainerTrafficEncryption": True}),
        TRAINING,
        ALONE,
        TUNING,
        TUNING.but(trainingJobDefinitions=[IN_GROUPS]),
    ],
    fails=[
        job({SWITCH: False}).but((f"networkConfig.{SWITCH} is false",)),
        job({}).but((f"networkConfig.{SWITCH} is not set",)),
        schedule({}).but((f"monitoringScheduleConfig.monitoringJobDefinition.networkConfig.{SWITCH} is not set",)),
        bias({}).but(("desiredState.NetworkConfig.EnableInterContainerTrafficEncryption is not set",)),
        TRAINING.but((f"{SWITCH} is not set",), **{SWITCH: None}),
        ALONE.but((f"{SWITCH} is false",), **{SWITCH: False}),
        TUNING.but((f"trainingJobDefinitions[0].{SWITCH} is not set",), trainingJobDefinitions=[without(DEFINITION)]),
        TUNING.but((f"trainingJobDefinitions[0].{SWITCH} is not set",), trainingJobDefinitions=[without(IN_GROUPS)]),
    ],
    not_applicable=[
        NAMED,
        OTHER,
        ALONE.but(**{SWITCH: None}),
        TRAINING.but(resourceConfig=None, **{SWITCH: None}),
    ],
    unknown=[job({SWITCH: U}), TRAINING.but(resourceConfig={"instanceCount": U}, **{SWITCH: None})],
)
