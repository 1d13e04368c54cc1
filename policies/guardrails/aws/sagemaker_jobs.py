"""Training, tuning and monitoring jobs: where each type keeps its network, its instances and its output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.aws.sagemaker import CLOUD_CONTROL
from guardrails.props import Props
from guardrails.rule import Resource

TRAINING: Final = "aws:sagemaker/trainingJob:TrainingJob"
TUNING: Final = "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob"
DATA_QUALITY: Final = "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition"
SCHEDULE: Final = "aws:sagemaker/monitoringSchedule:MonitoringSchedule"

TRAINING_TYPES: Final = (TRAINING, TUNING)
MONITORING_TYPES: Final = (DATA_QUALITY, SCHEDULE, CLOUD_CONTROL)
JOB_TYPES: Final = (*TRAINING_TYPES, *MONITORING_TYPES)

DEFINITIONS: Final[Mapping[str | None, str]] = {
    f"AWS::SageMaker::{kind}JobDefinition": kind
    for kind in ("DataQuality", "ModelBias", "ModelQuality", "ModelExplainability")
}
"""Definitions that the Cloud Control API makes, with the word that their properties start with."""


@dataclass(frozen=True)
class Job:
    """One job's settings, wherever its type keeps them.

    Args:
        network: The object with the network settings.
        cluster: The object that says on which instances it runs.
        output: The object that says where its results go.
        cloud_formation: True for properties in CloudFormation's spelling.
    """

    network: Props
    cluster: Props
    output: Props
    cloud_formation: bool = False

    @property
    def isolation(self) -> Props:
        """Whether the containers have no network."""
        return self._at(self.network, "enableNetworkIsolation")

    @property
    def encrypts_traffic(self) -> Props:
        """Whether the traffic between its containers is encrypted."""
        return self._at(self.network, "enableInterContainerTrafficEncryption")

    @property
    def vpc(self) -> Props:
        """Its subnets and security groups."""
        return self._at(self.network, "vpcConfig")

    @property
    def instances(self) -> Props:
        """How many instances it runs on."""
        return self._at(self.cluster, "instanceCount")

    @property
    def instance_type(self) -> Props:
        """Which instances it runs on."""
        return self._at(self.cluster, "instanceType")

    @property
    def volume_key(self) -> Props:
        """The key of the instances' volumes."""
        return self._at(self.cluster, "volumeKmsKeyId")

    @property
    def output_key(self) -> Props:
        """The key of its results."""
        return self._at(self.output, "kmsKeyId")

    def _at(self, node: Props, name: str) -> Props:
        return node[name[0].upper() + name[1:] if self.cloud_formation else name]


def jobs(resource: Resource) -> Iterator[Job]:
    """The jobs that a resource defines; none for one that only names a definition."""
    if resource.type == TRAINING:
        yield _training(resource.props, "resourceConfig")
    elif resource.type == TUNING:
        for definition in (*resource["trainingJobDefinition"].each(), *resource["trainingJobDefinitions"].each()):
            yield _training(definition, "resourceConfig", "hyperParameterTuningResourceConfig")
    elif resource.type == DATA_QUALITY:
        yield Job(
            network=resource["networkConfig"],
            cluster=resource["jobResources.clusterConfig"],
            output=resource["dataQualityJobOutputConfig"],
        )
    elif resource.type == SCHEDULE:
        yield from _scheduled(resource["monitoringScheduleConfig.monitoringJobDefinition"])
    else:
        yield from _by_cloud_control(resource)


def _training(node: Props, *clusters: str) -> Job:
    cluster = next((node[name] for name in clusters if node[name].present), Props(None))
    return Job(network=node, cluster=cluster, output=node["outputDataConfig"])


def _scheduled(definition: Props) -> Iterator[Job]:
    if definition.present:
        yield Job(
            network=definition["networkConfig"],
            cluster=definition["monitoringResources.clusterConfig"],
            output=definition["monitoringOutputConfig"],
        )


def _by_cloud_control(resource: Resource) -> Iterator[Job]:
    kind = DEFINITIONS.get(resource["typeName"].text())
    if kind is not None:
        state = resource["desiredState"].document()
        yield Job(
            network=state["NetworkConfig"],
            cluster=state["JobResources.ClusterConfig"],
            output=state[f"{kind}JobOutputConfig"],
            cloud_formation=True,
        )
