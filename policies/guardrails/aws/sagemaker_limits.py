"""Ranges that SageMaker accepts; a test compares them with the service model in botocore.

Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html and the pages it links to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.props import Props


@dataclass(frozen=True)
class Range:
    """What a number may be.

    Args:
        shape: Its name in the service model.
        least: Lowest value.
        most: Highest value; None when there is no limit.
    """

    shape: str
    least: float
    most: float | None = None

    def holds(self, value: float) -> bool:
        """True when the value is accepted."""
        return value >= self.least and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        """For a message."""
        return f"below {self.least:g}" if self.most is None else f"outside {self.least:g} to {self.most:g}"


VARIANT: Final[Mapping[str, Range]] = {
    "initialInstanceCount": Range("InitialTaskCount", 1),
    "initialVariantWeight": Range("VariantWeight", 0),
    "volumeSizeInGb": Range("ProductionVariantVolumeSizeInGB", 1, 512),
    "modelDataDownloadTimeoutInSeconds": Range("ProductionVariantModelDataDownloadTimeoutInSeconds", 60, 3600),
    "containerStartupHealthCheckTimeoutInSeconds": Range(
        "ProductionVariantContainerStartupHealthCheckTimeoutInSeconds", 60, 3600
    ),
    "managedInstanceScaling.minInstanceCount": Range("ManagedInstanceScalingMinInstanceCount", 0),
    "managedInstanceScaling.maxInstanceCount": Range("ManagedInstanceScalingMaxInstanceCount", 1),
}
CONFIG: Final[Mapping[str, Range]] = {
    "dataCaptureConfig.initialSamplingPercentage": Range("SamplingPercentage", 0, 100),
    "asyncInferenceConfig.clientConfig.maxConcurrentInvocationsPerInstance": Range(
        "MaxConcurrentInvocationsPerInstance", 1, 1000
    ),
}
ENDPOINT: Final[Mapping[str, Range]] = {
    f"deploymentConfig.{path}": limits
    for path, limits in {
        "blueGreenUpdatePolicy.terminationWaitInSeconds": Range("TerminationWaitInSeconds", 0, 3600),
        "blueGreenUpdatePolicy.maximumExecutionTimeoutInSeconds": Range("MaximumExecutionTimeoutInSeconds", 600, 28800),
        "blueGreenUpdatePolicy.trafficRoutingConfiguration.waitIntervalInSeconds": Range(
            "WaitIntervalInSeconds", 0, 3600
        ),
        "rollingUpdatePolicy.waitIntervalInSeconds": Range("WaitIntervalInSeconds", 0, 3600),
        "rollingUpdatePolicy.maximumExecutionTimeoutInSeconds": Range("MaximumExecutionTimeoutInSeconds", 600, 28800),
    }.items()
}
NOTEBOOK: Final[Mapping[str, Range]] = {"volumeSize": Range("NotebookInstanceVolumeSizeInGB", 5, 16384)}


def outside(node: Props, ranges: Mapping[str, Range]) -> Iterator[tuple[Props, Range]]:
    """The numbers below ``node`` that SageMaker does not accept."""
    for path, limits in ranges.items():
        value = node[path].number()
        if value is not None and not limits.holds(value):
            yield node[path], limits
