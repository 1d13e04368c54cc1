"""Fixtures of sagemaker-job-volume-kms."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, aws

CLUSTER = {"instanceCount": 1.0, "instanceType": "ml.m5.large", "volumeKmsKeyId": U}
BARE = {key: value for key, value in CLUSTER.items() if key != "volumeKmsKeyId"}
DISKS = {**BARE, "instanceType": "ml.g5.xlarge"}


def training(cluster: object) -> Case:
    return aws("sagemaker/trainingJob", resourceConfig=cluster)


def tuning(cluster: object, name: str = "resourceConfig") -> Case:
    return aws("sagemaker/hyperParameterTuningJob", trainingJobDefinition={name: cluster})


def quality(cluster: object) -> Case:
    return aws("sagemaker/dataQualityJobDefinition", jobResources={"clusterConfig": cluster})


def schedule(cluster: object) -> Case:
    inner = {"monitoringResources": {"clusterConfig": cluster}}
    return aws("sagemaker/monitoringSchedule", monitoringScheduleConfig={"monitoringJobDefinition": inner})


def explain(**cluster: object) -> Case:
    state = json.dumps({"JobResources": {"ClusterConfig": {"InstanceType": "ml.m5.large", **cluster}}})
    return aws("cloudcontrol/resource", typeName="AWS::SageMaker::ModelExplainabilityJobDefinition", desiredState=state)


OTHERS = "hyperParameterTuningResourceConfig"
CASES = Cases(
    passes=[
        *[make(CLUSTER) for make in (training, tuning, quality, schedule)],
        tuning(CLUSTER, OTHERS),
        explain(VolumeKmsKeyId="k"),
    ],
    fails=[
        training(BARE).but(("resourceConfig.volumeKmsKeyId is not set",)),
        tuning(BARE).but(("trainingJobDefinition.resourceConfig.volumeKmsKeyId is not set",)),
        tuning(BARE, OTHERS).but((f"trainingJobDefinition.{OTHERS}.volumeKmsKeyId is not set",)),
        quality(BARE).but(("jobResources.clusterConfig.volumeKmsKeyId is not set",)),
        schedule(BARE).but(("monitoringScheduleConfig.monitoringJobDefinition.monitoringResources",)),
        explain().but(("desiredState.JobResources.ClusterConfig.VolumeKmsKeyId is not set",)),
    ],
    not_applicable=[
        training(DISKS),
        aws("sagemaker/trainingJob", trainingJobName="serverless"),
        aws("cloudcontrol/resource", typeName="AWS::Logs::LogGroup", desiredState="{}"),
    ],
    unknown=[training({**BARE, "instanceType": U})],
)
