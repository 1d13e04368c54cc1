"""What the inference theme scales, as its metrics are named: which dimensions, and what counts requests in flight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.scaling import REQUESTS_PER_COPY, REQUESTS_PER_MODEL
from components.settings.capacity import ScalingSettings

VARIANT_INSTANCES = "sagemaker:variant:DesiredInstanceCount"
"""https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html"""
CONCURRENCY = {"realtime": REQUESTS_PER_MODEL, "components": REQUESTS_PER_COPY}


@dataclass(frozen=True, kw_only=True)
class InferenceUnits:
    """What the inference theme made.

    Attributes:
        targets: Scalable targets by unit: ``realtime``, ``components``, ``serverless``.
        endpoint_names: Names of the endpoints by unit.
        component_name: Name of the inference component; none where there is none.
        variant: Name of the endpoints' only variant.
    """

    targets: Mapping[str, aws.appautoscaling.Target] = field(default_factory=dict)
    endpoint_names: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    component_name: pulumi.Input[str] | None = None
    variant: str = ""

    def dimensions(self, unit: str) -> Mapping[str, pulumi.Input[str]]:
        """Dimensions of a unit's ModelLatency: a component's calls are counted under the component alone.

        https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html

        Raises:
            ValueError: The unit is not there.
        """
        if unit == "components" and self.component_name is not None:
            return {"InferenceComponentName": self.component_name}
        if unit not in self.endpoint_names or unit == "components" or not self.variant:
            known = ", ".join(sorted(self.endpoint_names)) or "none"
            raise ValueError(f"unit = {unit!r} has no endpoint; there are: {known}")
        return {"EndpointName": self.endpoint_names[unit], "VariantName": self.variant}

    def target(self, unit: str) -> aws.appautoscaling.Target:
        """The scalable target of a unit.

        Raises:
            ValueError: The unit is not scaled.
        """
        if unit not in self.targets:
            known = ", ".join(sorted(self.targets)) or "none"
            raise ValueError(f"unit = {unit!r} is not scaled; there are: {known}")
        return self.targets[unit]


def tracked(unit: str, settings: ScalingSettings) -> dict[str, float]:
    """What is tracked of a unit beside its own policy."""
    if settings.concurrent_requests is None or unit not in CONCURRENCY:
        return {}
    return {CONCURRENCY[unit]: settings.concurrent_requests}
