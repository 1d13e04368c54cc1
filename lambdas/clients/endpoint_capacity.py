"""Changes how many instances or copies an endpoint has, and notes on it what was done."""

import re
from collections.abc import Mapping
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "endpoint": ("sagemaker:AddTags", "sagemaker:UpdateEndpointWeightsAndCapacities"),
    "component": ("sagemaker:UpdateInferenceComponentRuntimeConfig",),
}

LONGEST_TAG: Final = 256
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html"""
_NOT_IN_TAGS: Final = re.compile(r"[^A-Za-z0-9_.:/=+@-]+")


class EndpointCapacity:
    """Acts on endpoints."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (SageMaker)."""
        self._client = client

    def set_instances(self, endpoint: str, counts: Mapping[str, int]) -> None:
        """Set the instances of variants, all in one call: while the endpoint is being updated it takes no other."""
        wanted = [{"VariantName": variant, "DesiredInstanceCount": count} for variant, count in counts.items()]
        self._client.update_endpoint_weights_and_capacities(EndpointName=endpoint, DesiredWeightsAndCapacities=wanted)

    def set_copies(self, component: str, count: int) -> None:
        """Set the copies of an inference component."""
        self._client.update_inference_component_runtime_config(
            InferenceComponentName=component, DesiredRuntimeConfig={"CopyCount": count}
        )

    def note(self, arn: str, tags: Mapping[str, str]) -> None:
        """Put informational tags on an endpoint; what a tag cannot hold becomes a space or is cut."""
        given = [{"Key": key, "Value": _NOT_IN_TAGS.sub(" ", value)[:LONGEST_TAG]} for key, value in tags.items()]
        self._client.add_tags(ResourceArn=arn, Tags=given)
