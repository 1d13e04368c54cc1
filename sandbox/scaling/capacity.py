"""What Application Auto Scaling may scale, by namespace, and which metric stands for each predefined type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from sandbox.errors import AwsError

HIGH_RESOLUTION_S: Final = 10
INSTANCES: Final = "sagemaker:variant:DesiredInstanceCount"
PROVISIONED: Final = "sagemaker:variant:DesiredProvisionedConcurrency"
COPIES: Final = "sagemaker:inference-component:DesiredCopyCount"
FUNCTION: Final = "lambda:function:ProvisionedConcurrency"
_VARIANT: Final = re.compile(r"endpoint/(?P<endpoint>[^/]+)/variant/(?P<variant>[^/]+)")
_COMPONENT: Final = re.compile(r"inference-component/(?P<component>[^/]+)")
_FUNCTION: Final = re.compile(r"function:(?P<function>[^:]+):(?P<qualifier>[^:]+)")
PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    INSTANCES: _VARIANT,
    PROVISIONED: _VARIANT,
    COPIES: _COMPONENT,
    FUNCTION: _FUNCTION,
}


class Capacities(Protocol):
    """Reads and sets capacities of one namespace, or of all of them."""

    def read(self, region: str, resource_id: str, dimension: str) -> int:
        """The desired capacity.

        Raises:
            AwsError: `ValidationException`: no such resource, or it has no such capacity.
        """

    def reached(self, region: str, resource_id: str, dimension: str) -> bool:
        """Whether the desired capacity is the present one.

        Raises:
            AwsError: `ValidationException`: no such resource.
        """

    def write(self, region: str, resource_id: str, dimension: str, capacity: int) -> None:
        """Sets the desired capacity.

        Raises:
            AwsError: The service refuses it, for one because the resource is being updated.
        """

    def most(self, region: str, resource_id: str, dimension: str) -> int | None:
        """The largest capacity that the resource itself allows; None when it sets no limit."""

    def burstable(self, region: str, resource_id: str, dimension: str) -> bool:
        """Whether it runs on ml.t2 instances, which cannot be scaled automatically."""


class CapacitiesByNamespace:
    """Hands each call to the namespace that its dimension names.

    Args:
        namespaces: `sagemaker` and the like, and who knows their capacities.
    """

    def __init__(self, namespaces: Mapping[str, Capacities]) -> None:
        self._namespaces = namespaces

    def read(self, region: str, resource_id: str, dimension: str) -> int:
        """See `Capacities`."""
        return self._of(resource_id, dimension).read(region, resource_id, dimension)

    def reached(self, region: str, resource_id: str, dimension: str) -> bool:
        """See `Capacities`."""
        return self._of(resource_id, dimension).reached(region, resource_id, dimension)

    def write(self, region: str, resource_id: str, dimension: str, capacity: int) -> None:
        """See `Capacities`."""
        self._of(resource_id, dimension).write(region, resource_id, dimension, capacity)

    def most(self, region: str, resource_id: str, dimension: str) -> int | None:
        """See `Capacities`."""
        return self._of(resource_id, dimension).most(region, resource_id, dimension)

    def burstable(self, region: str, resource_id: str, dimension: str) -> bool:
        """See `Capacities`."""
        return self._of(resource_id, dimension).burstable(region, resource_id, dimension)

    def _of(self, resource_id: str, dimension: str) -> Capacities:
        matched(resource_id, dimension)
        return self._namespaces[namespace_of(dimension)]


@dataclass(frozen=True, slots=True)
class PredefinedMetric:
    """What a predefined metric type stands for, and the period (seconds) in which more than the target is noticed."""

    name: str
    statistic: str
    dimension: str
    namespace: str = "AWS/SageMaker"
    period_s: int = 60


# https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
PREDEFINED: Final[Mapping[str, PredefinedMetric]] = {
    "SageMakerVariantInvocationsPerInstance": PredefinedMetric("InvocationsPerInstance", "Sum", INSTANCES),
    "SageMakerVariantProvisionedConcurrencyUtilization": PredefinedMetric(
        "ServerlessProvisionedConcurrencyUtilization", "Maximum", PROVISIONED
    ),
    "SageMakerVariantConcurrentRequestsPerModelHighResolution": PredefinedMetric(
        "ConcurrentRequestsPerModel", "Maximum", INSTANCES, period_s=HIGH_RESOLUTION_S
    ),
    "SageMakerInferenceComponentInvocationsPerCopy": PredefinedMetric("InvocationsPerCopy", "Sum", COPIES),
    "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution": PredefinedMetric(
        "ConcurrentRequestsPerCopy", "Maximum", COPIES, period_s=HIGH_RESOLUTION_S
    ),
    "LambdaProvisionedConcurrencyUtilization": PredefinedMetric(
        "ProvisionedConcurrencyUtilization", "Average", FUNCTION, "AWS/Lambda"
    ),
}


def namespace_of(dimension: str) -> str:
    """The service namespace of a scalable dimension, which begins with it."""
    return dimension.partition(":")[0]


def metric_dimensions(resource_id: str) -> dict[str, str]:
    """The CloudWatch dimensions of a resource id."""
    if component := _COMPONENT.fullmatch(resource_id):
        return {"InferenceComponentName": component["component"]}
    if function := _FUNCTION.fullmatch(resource_id):
        return {"FunctionName": function["function"], "Resource": resource_id.removeprefix("function:")}
    variant = _VARIANT.fullmatch(resource_id)
    return {"EndpointName": variant["endpoint"], "VariantName": variant["variant"]} if variant else {}


def matched(resource_id: str, dimension: str) -> re.Match[str]:
    """The parts of a resource id.

    Raises:
        AwsError: `ValidationException`: the dimension is none that is played here, or the id does not have its form.
    """
    pattern = PATTERNS.get(dimension)
    match = pattern.fullmatch(resource_id) if pattern else None
    if match is None:
        message = f"Unsupported service namespace, resource type or scalable dimension: {resource_id}, {dimension}"
        raise AwsError("ValidationException", message)
    return match
