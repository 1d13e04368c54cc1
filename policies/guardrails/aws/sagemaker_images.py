"""Where each SageMaker type names a container image."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import sagemaker
from guardrails.aws.sagemaker_jobs import DATA_QUALITY, DEFINITIONS, SCHEDULE, TRAINING, TUNING
from guardrails.props import Props
from guardrails.rule import Resource

ALGORITHM: Final = "aws:sagemaker/algorithm:Algorithm"
IMAGE_VERSION: Final = "aws:sagemaker/imageVersion:ImageVersion"
IMAGE_TYPES: Final = (
    sagemaker.MODEL,
    TRAINING,
    TUNING,
    DATA_QUALITY,
    SCHEDULE,
    ALGORITHM,
    IMAGE_VERSION,
    sagemaker.CLOUD_CONTROL,
)
OWN_CODE_TYPES: Final = (sagemaker.MODEL, TRAINING, TUNING, sagemaker.CLOUD_CONTROL)
"""Types whose image is mostly the team's own. AWS's monitoring images have no tag at all."""


def images(resource: Resource) -> Iterator[tuple[Props, Props]]:
    """Each image that is named, known or not, with where it says that its registry lies in a VPC."""
    for image, mode in _places(resource):
        if image.present:
            yield image, mode


def _places(resource: Resource) -> Iterator[tuple[Props, Props]]:
    nowhere = Props(None)
    if resource.type == sagemaker.MODEL:
        for container in sagemaker.containers(resource):
            yield container["image"], container["imageConfig.repositoryAccessMode"]
    elif resource.type == TRAINING:
        yield _training(resource["algorithmSpecification"])
    elif resource.type == TUNING:
        for name in ("trainingJobDefinition", "trainingJobDefinitions"):
            for definition in resource[name].each():
                yield _training(definition["algorithmSpecification"])
    elif resource.type == ALGORITHM:
        yield resource["trainingSpecification.trainingImage"], nowhere
        for container in resource["inferenceSpecification"]["containers"].each():
            yield container["image"], nowhere
    elif resource.type == IMAGE_VERSION:
        yield resource["baseImage"], nowhere
    elif resource.type == DATA_QUALITY:
        yield resource["dataQualityAppSpecification.imageUri"], nowhere
    elif resource.type == SCHEDULE:
        job = resource["monitoringScheduleConfig.monitoringJobDefinition"]
        yield job["monitoringAppSpecification.imageUri"], nowhere
    else:
        yield from _by_cloud_control(resource, nowhere)


def _training(algorithm: Props) -> tuple[Props, Props]:
    return algorithm["trainingImage"], algorithm["trainingImageConfig.trainingRepositoryAccessMode"]


def _by_cloud_control(resource: Resource, nowhere: Props) -> Iterator[tuple[Props, Props]]:
    kind = resource["typeName"].text()
    if kind == sagemaker.INFERENCE_COMPONENT:
        yield resource["desiredState"].document()["Specification.Container.Image"], nowhere
    elif (prefix := DEFINITIONS.get(kind)) is not None:
        yield resource["desiredState"].document()[f"{prefix}AppSpecification.ImageUri"], nowhere
