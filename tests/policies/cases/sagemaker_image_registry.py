"""Fixtures of sagemaker-image-registry."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws

OWN = "123456789012.dkr.ecr.us-east-1.amazonaws.com/onnx:1"
AWS = "156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer"
ONLY_OWN = {"registries": ["123456789012.dkr.ecr.*.amazonaws.com"]}


def model(image: object, **more: object) -> Case:
    return aws("sagemaker/model", primaryContainer={"image": image, **more})


def quality(image: object) -> Case:
    return aws("sagemaker/dataQualityJobDefinition", dataQualityAppSpecification={"imageUri": image})


def schedule(image: object) -> Case:
    job = {"monitoringAppSpecification": {"imageUri": image}}
    return aws("sagemaker/monitoringSchedule", monitoringScheduleConfig={"monitoringJobDefinition": job})


def training(image: object) -> Case:
    return aws("sagemaker/trainingJob", algorithmSpecification={"trainingImage": image})


def tuning(image: object) -> Case:
    definitions = [{"algorithmSpecification": {"trainingImage": image, "trainingInputMode": "File"}}]
    return aws("sagemaker/hyperParameterTuningJob", trainingJobDefinitions=definitions)


def algorithm(image: object) -> Case:
    specification = {"containers": [{"image": image}]}
    return aws("sagemaker/algorithm", algorithmName="a", inferenceSpecification=specification)


def trainer(image: object) -> Case:
    return aws("sagemaker/algorithm", algorithmName="a", trainingSpecification={"trainingImage": image})


def version(image: object) -> Case:
    return aws("sagemaker/imageVersion", imageName="i", baseImage=image)


def bias(image: object) -> Case:
    state = json.dumps({"ModelBiasAppSpecification": {"ImageUri": image}})
    return aws("cloudcontrol/resource", typeName="AWS::SageMaker::ModelBiasJobDefinition", desiredState=state)


FOUND = "primaryContainer.image comes from the registry"
CASES = Cases(
    passes=[
        training(OWN),
        algorithm(OWN),
        trainer(OWN),
        version(OWN),
        tuning(OWN),
        model(OWN.replace("ecr.", "ecr-fips.")),
        replace(model("registry:5000/onnx:1"), settings={"registries": ["registry:5000"]}),
        model(OWN),
        model(OWN.replace("com/", "com.cn/")),
        model("registry.corp:5000/onnx:1", imageConfig={"repositoryAccessMode": "Vpc"}),
        model(OWN, imageConfig={"repositoryAccessMode": "Platform"}),
        replace(model(OWN), settings=ONLY_OWN),
        quality(AWS),
        schedule(AWS),
        bias(AWS),
    ],
    fails=[
        algorithm("someone/a:1").but(("inferenceSpecification.containers[0].image comes from",)),
        trainer("someone/a:1").but(("trainingSpecification.trainingImage comes from",)),
        version("someone/a:1").but(("baseImage comes from the registry docker.io",)),
        training("someone/a:1").but(("algorithmSpecification.trainingImage comes from",)),
        tuning("someone/a:1").but(("trainingJobDefinitions[0].algorithmSpecification.trainingImage comes from",)),
        model("registry:5000/onnx:1").but((f"{FOUND} registry:5000",)),
        model("docker.io/someone/onnx:1").but((f"{FOUND} docker.io",)),
        model("someone/onnx:1").but((f"{FOUND} docker.io",)),
        model("onnx:1").but((f"{FOUND} docker.io",)),
        model("localhost/onnx:1").but((f"{FOUND} localhost",)),
        model("public.ecr.aws/someone/onnx:1").but((f"{FOUND} public.ecr.aws",)),
        model("registry.corp:5000/onnx:1", imageConfig={"repositoryAccessMode": "Platform"}).but(
            (f"{FOUND} registry.corp:5000",)
        ),
        replace(model(AWS), settings=ONLY_OWN, names=(f"{FOUND} 156813124566",)),
        quality("someone/a:1").but(("dataQualityAppSpecification.imageUri comes from",)),
        schedule("someone/a:1").but(
            ("monitoringScheduleConfig.monitoringJobDefinition.monitoringAppSpecification.imageUri comes from",)
        ),
        bias("someone/a:1").but(("desiredState.ModelBiasAppSpecification.ImageUri comes from",)),
    ],
    not_applicable=[
        aws("sagemaker/model", primaryContainer={"modelPackageName": "m"}),
        aws("sagemaker/monitoringSchedule", monitoringScheduleConfig={"monitoringJobDefinitionName": "m"}),
    ],
    unknown=[model(U), model("someone/a:1", imageConfig={"repositoryAccessMode": U})],
)
