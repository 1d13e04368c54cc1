"""What Application Auto Scaling may scale of SageMaker, and how it reads and sets it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.sagemaker.records import COMPONENT, CONFIG, ENDPOINT
from sandbox.sagemaker.service import SageMakerService

INSTANCES: Final = "sagemaker:variant:DesiredInstanceCount"
PROVISIONED: Final = "sagemaker:variant:DesiredProvisionedConcurrency"
COPIES: Final = "sagemaker:inference-component:DesiredCopyCount"
_VARIANT: Final = re.compile(r"endpoint/(?P<endpoint>[^/]+)/variant/(?P<variant>[^/]+)")
_COMPONENT: Final = re.compile(r"inference-component/(?P<component>[^/]+)")
PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {INSTANCES: _VARIANT, PROVISIONED: _VARIANT, COPIES: _COMPONENT}


@dataclass(frozen=True, slots=True)
class PredefinedMetric:
    """What a predefined metric type stands for."""

    name: str
    statistic: str
    dimension: str


# https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
PREDEFINED: Final[Mapping[str, PredefinedMetric]] = {
    "SageMakerVariantInvocationsPerInstance": PredefinedMetric("InvocationsPerInstance", "Sum", INSTANCES),
    "SageMakerVariantProvisionedConcurrencyUtilization": PredefinedMetric(
        "ServerlessProvisionedConcurrencyUtilization", "Maximum", PROVISIONED
    ),
    "SageMakerVariantConcurrentRequestsPerModelHighResolution": PredefinedMetric(
        "ConcurrentRequestsPerModel", "Maximum", INSTANCES
    ),
    "SageMakerInferenceComponentInvocationsPerCopy": PredefinedMetric("InvocationsPerCopy", "Sum", COPIES),
    "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution": PredefinedMetric(
        "ConcurrentRequestsPerCopy", "Maximum", COPIES
    ),
}


def metric_dimensions(resource_id: str) -> dict[str, str]:
    """The CloudWatch dimensions of a resource id."""
    component = _COMPONENT.fullmatch(resource_id)
    if component:
        return {"InferenceComponentName": component["component"]}
    variant = _VARIANT.fullmatch(resource_id)
    return {"EndpointName": variant["endpoint"], "VariantName": variant["variant"]} if variant else {}


class Capacities:
    """Reads and sets capacities.

    Args:
        sagemaker: What is deployed.
    """

    def __init__(self, sagemaker: SageMakerService) -> None:
        self._sagemaker = sagemaker

    def read(self, region: str, resource_id: str, dimension: str) -> int:
        """The desired capacity.

        Raises:
            AwsError: `ValidationException`: no such resource, or it has no such capacity.
        """
        match = _match(resource_id, dimension)
        if dimension == COPIES:
            record = self._sagemaker.records.find(COMPONENT, region, match["component"])
            if record is None:
                raise AwsError("ValidationException", f"No inference component found with name {match['component']}.")
            return int(record.fields["RuntimeConfig"]["DesiredCopyCount"])
        variant = self._variant(region, match)
        if dimension == PROVISIONED:
            provisioned = (variant.get("DesiredServerlessConfig") or {}).get("ProvisionedConcurrency")
            if provisioned is None:
                raise AwsError("ValidationException", f"{resource_id} has no provisioned concurrency to scale.")
            return int(provisioned)
        if "DesiredInstanceCount" not in variant:
            raise AwsError("ValidationException", f"{resource_id} has no instances to scale.")
        return int(variant["DesiredInstanceCount"])

    def reached(self, region: str, resource_id: str, dimension: str) -> bool:
        """Whether the desired capacity is the present one; only the copies of a component take time to change.

        Raises:
            AwsError: `ValidationException`: no such component.
        """
        if dimension != COPIES:
            return True
        component = _match(resource_id, dimension)["component"]
        return bool(
            self._sagemaker.records.get(COMPONENT, region, component).fields["InferenceComponentStatus"] == "InService"
        )

    def write(self, region: str, resource_id: str, dimension: str, capacity: int) -> None:
        """Sets the desired capacity.

        Raises:
            AwsError: SageMaker refuses it, for one because the component is being updated.
        """
        match = _match(resource_id, dimension)
        if dimension == COPIES:
            self._sagemaker.components.scale(region, match["component"], capacity)
        elif dimension == INSTANCES:
            self._sagemaker.endpoints.scale_variant(region, match["endpoint"], match["variant"], capacity)
        else:
            variant = self._variant(region, match)
            config = {**variant["DesiredServerlessConfig"], "ProvisionedConcurrency": capacity}
            variant.update(CurrentServerlessConfig=config, DesiredServerlessConfig=config)

    def most(self, region: str, resource_id: str, dimension: str) -> int | None:
        """The largest capacity that the resource itself allows; None when it sets no limit."""
        if dimension != PROVISIONED:
            return None
        variant = self._variant(region, _match(resource_id, dimension))
        return int(variant["DesiredServerlessConfig"]["MaxConcurrency"])

    def burstable(self, region: str, resource_id: str, dimension: str) -> bool:
        """Whether it runs on ml.t2 instances, which cannot be scaled automatically."""
        if dimension != INSTANCES:
            return False
        match = _match(resource_id, dimension)
        endpoint = self._sagemaker.records.get(ENDPOINT, region, match["endpoint"])
        config = self._sagemaker.records.get(CONFIG, region, endpoint.fields["EndpointConfigName"])
        found = [v for v in config.fields["ProductionVariants"] if v["VariantName"] == match["variant"]]
        return any(str(variant.get("InstanceType", "")).startswith("ml.t2.") for variant in found)

    def _variant(self, region: str, match: re.Match[str]) -> dict[str, Any]:
        endpoint = self._sagemaker.records.find(ENDPOINT, region, match["endpoint"])
        for variant in endpoint.fields["ProductionVariants"] if endpoint else ():
            if variant["VariantName"] == match["variant"]:
                found: dict[str, Any] = variant
                return found
        raise AwsError("ValidationException", f"No endpoint variant found for {match[0]}.")


def _match(resource_id: str, dimension: str) -> re.Match[str]:
    pattern = PATTERNS.get(dimension)
    match = pattern.fullmatch(resource_id) if pattern else None
    if match is None:
        message = f"Unsupported service namespace, resource type or scalable dimension: {resource_id}, {dimension}"
        raise AwsError("ValidationException", message)
    return match
