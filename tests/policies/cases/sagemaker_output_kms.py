"""Fixtures of sagemaker-output-kms."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, aws

OUTPUT = {"s3OutputPath": "s3://results/", "kmsKeyId": U}
BARE = {"s3OutputPath": "s3://results/"}


def training(output: object) -> Case:
    return aws("sagemaker/trainingJob", outputDataConfig=output)


def quality(output: object) -> Case:
    return aws("sagemaker/dataQualityJobDefinition", dataQualityJobOutputConfig=output)


def schedule(output: object) -> Case:
    inner = {"monitoringOutputConfig": output}
    return aws("sagemaker/monitoringSchedule", monitoringScheduleConfig={"monitoringJobDefinition": inner})


def model_quality(**output: object) -> Case:
    state = json.dumps({"ModelQualityJobOutputConfig": {"MonitoringOutputs": [], **output}})
    return aws("cloudcontrol/resource", typeName="AWS::SageMaker::ModelQualityJobDefinition", desiredState=state)


OTHERS = ("sagemaker/labelingJob", "sagemaker/flowDefinition", "sagemaker/deviceFleet")
CASES = Cases(
    passes=[
        *[make(OUTPUT) for make in (training, quality, schedule)],
        *[aws(token, outputConfig=OUTPUT) for token in OTHERS],
        model_quality(KmsKeyId="k"),
    ],
    fails=[
        training(BARE).but(("outputDataConfig.kmsKeyId is not set",)),
        quality(BARE).but(("dataQualityJobOutputConfig.kmsKeyId is not set",)),
        schedule(BARE).but(("monitoringScheduleConfig.monitoringJobDefinition.monitoringOutputConfig.kmsKeyId is",)),
        *[aws(token, ("outputConfig.kmsKeyId is not set",), outputConfig=BARE) for token in OTHERS],
        model_quality().but(("desiredState.ModelQualityJobOutputConfig.KmsKeyId is not set",)),
    ],
    not_applicable=[
        aws("sagemaker/monitoringSchedule", monitoringScheduleConfig={"monitoringJobDefinitionName": "named"}),
        aws("cloudcontrol/resource", typeName="AWS::Logs::LogGroup", desiredState="{}"),
    ],
    presence_only=True,
)
