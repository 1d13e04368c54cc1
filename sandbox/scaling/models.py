"""How capacities of SageMaker are read and set."""

from __future__ import annotations

import re
from typing import Any

from sandbox.errors import AwsError
from sandbox.sagemaker.records import COMPONENT, CONFIG, ENDPOINT
from sandbox.sagemaker.service import SageMakerService
from sandbox.scaling.capacity import COPIES, INSTANCES, PROVISIONED, matched


class ModelCapacities:
    """Implements `Capacities`.

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
        match = matched(resource_id, dimension)
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
        """Whether the desired capacity is the present one.

        Raises:
            AwsError: `ValidationException`: no such component or variant.
        """
        match = matched(resource_id, dimension)
        if dimension == COPIES:
            component = self._sagemaker.records.get(COMPONENT, region, match["component"])
            return bool(component.fields["InferenceComponentStatus"] == "InService")
        variant = self._variant(region, match)
        return variant.get("CurrentInstanceCount") == variant.get("DesiredInstanceCount")

    def write(self, region: str, resource_id: str, dimension: str, capacity: int) -> None:
        """Sets the desired capacity.

        Raises:
            AwsError: SageMaker refuses it, for one because the component is being updated.
        """
        match = matched(resource_id, dimension)
        if dimension == COPIES:
            self._sagemaker.components.scale(region, match["component"], capacity)
        elif dimension == INSTANCES:
            wanted = {"VariantName": match["variant"], "DesiredInstanceCount": capacity}
            self._sagemaker.endpoints.change_variants(region, match["endpoint"], [wanted])
        else:
            variant = self._variant(region, match)
            config = {**variant["DesiredServerlessConfig"], "ProvisionedConcurrency": capacity}
            variant.update(CurrentServerlessConfig=config, DesiredServerlessConfig=config)

    def most(self, region: str, resource_id: str, dimension: str) -> int | None:
        """The largest capacity that the resource itself allows; None when it sets no limit."""
        if dimension != PROVISIONED:
            return None
        variant = self._variant(region, matched(resource_id, dimension))
        return int(variant["DesiredServerlessConfig"]["MaxConcurrency"])

    def burstable(self, region: str, resource_id: str, dimension: str) -> bool:
        """Whether it runs on ml.t2 instances, which cannot be scaled automatically."""
        if dimension != INSTANCES:
            return False
        match = matched(resource_id, dimension)
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
