"""Ranges that SageMaker accepts, by property.

Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html and the pages it links to.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from guardrails.aws.service_model import Limits, Range, Text

_range = partial(Range, "sagemaker")

VARIANT: Final[Limits] = {
    "initialInstanceCount": _range("InitialTaskCount", 1),
    "initialVariantWeight": _range("VariantWeight", 0),
    "volumeSizeInGb": _range("ProductionVariantVolumeSizeInGB", 1, 512),
    "modelDataDownloadTimeoutInSeconds": _range("ProductionVariantModelDataDownloadTimeoutInSeconds", 60, 3600),
    "containerStartupHealthCheckTimeoutInSeconds": _range(
        "ProductionVariantContainerStartupHealthCheckTimeoutInSeconds", 60, 3600
    ),
    "managedInstanceScaling.minInstanceCount": _range("ManagedInstanceScalingMinInstanceCount", 0),
    "managedInstanceScaling.maxInstanceCount": _range("ManagedInstanceScalingMaxInstanceCount", 1),
}
CONFIG: Final[Limits] = {
    "dataCaptureConfig.initialSamplingPercentage": _range("SamplingPercentage", 0, 100),
    "asyncInferenceConfig.clientConfig.maxConcurrentInvocationsPerInstance": _range(
        "MaxConcurrentInvocationsPerInstance", 1, 1000
    ),
}
ENDPOINT: Final[Limits] = {
    f"deploymentConfig.{path}": limits
    for path, limits in {
        "blueGreenUpdatePolicy.terminationWaitInSeconds": _range("TerminationWaitInSeconds", 0, 3600),
        "blueGreenUpdatePolicy.maximumExecutionTimeoutInSeconds": _range(
            "MaximumExecutionTimeoutInSeconds", 600, 28800
        ),
        "blueGreenUpdatePolicy.trafficRoutingConfiguration.waitIntervalInSeconds": _range(
            "WaitIntervalInSeconds", 0, 3600
        ),
        "rollingUpdatePolicy.waitIntervalInSeconds": _range("WaitIntervalInSeconds", 0, 3600),
        "rollingUpdatePolicy.maximumExecutionTimeoutInSeconds": _range("MaximumExecutionTimeoutInSeconds", 600, 28800),
    }.items()
}
NOTEBOOK: Final[Limits] = {"volumeSize": _range("NotebookInstanceVolumeSizeInGB", 5, 16384)}
COMPONENT: Final[Limits] = {
    "InferenceComponentName": Text(
        "sagemaker", "InferenceComponentName", 0, 63, r"[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?"
    ),
    "RuntimeConfig.CopyCount": _range("InferenceComponentCopyCount", 0),
    "Specification.ComputeResourceRequirements.NumberOfCpuCoresRequired": _range("NumberOfCpuCores", 0.25),
    "Specification.ComputeResourceRequirements.NumberOfAcceleratorDevicesRequired": _range(
        "NumberOfAcceleratorDevices", 1
    ),
    "Specification.ComputeResourceRequirements.MinMemoryRequiredInMb": _range("MemoryInMb", 128),
    "Specification.ComputeResourceRequirements.MaxMemoryRequiredInMb": _range("MemoryInMb", 128),
    "Specification.StartupParameters.ModelDataDownloadTimeoutInSeconds": VARIANT["modelDataDownloadTimeoutInSeconds"],
    "Specification.StartupParameters.ContainerStartupHealthCheckTimeoutInSeconds": VARIANT[
        "containerStartupHealthCheckTimeoutInSeconds"
    ],
}
"""In CloudFormation's spelling: inference components are made through the Cloud Control API."""
