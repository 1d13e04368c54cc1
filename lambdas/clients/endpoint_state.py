"""Reads one endpoint: its status, what it runs on, its components, and its tags as they are now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from botocore.exceptions import ClientError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "endpoint": ("sagemaker:DescribeEndpoint", "sagemaker:ListTags"),
    "configuration": ("sagemaker:DescribeEndpointConfig",),
    "component": ("sagemaker:DescribeInferenceComponent", "sagemaker:ListTags"),
}

IN_SERVICE: Final = "InService"
_UNKNOWN: Final = "could not find"
"""SageMaker answers a ValidationException with this text for what is not there."""


@dataclass(frozen=True)
class Variant:
    """A variant.

    Attributes:
        name: Its name.
        desired: Instances that it shall have; ``None`` for a serverless one.
        running: Instances that it has.
        managed_minimum: Instances that stay when no component needs one; ``None`` where SageMaker does not manage them.
    """

    name: str
    desired: int | None
    running: int
    managed_minimum: int | None


@dataclass(frozen=True)
class EndpointState:
    """An endpoint as it stands; ``changed_at``, when it was made or last changed, in epoch seconds."""

    name: str
    arn: str
    status: str
    configuration: str
    changed_at: float
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class Plan:
    """What an endpoint configuration says.

    Attributes:
        asynchronous: Whether calls go through a queue.
        instance_types: Variant to instance type; ``None`` where it has none, or several.
        own_model: Variants with a model of their own; on the others components run.
    """

    asynchronous: bool
    instance_types: Mapping[str, str | None]
    own_model: frozenset[str]


@dataclass(frozen=True)
class ComponentState:
    """An inference component as it stands; ``changed_at``, when it was made or last changed, in epoch seconds."""

    arn: str
    status: str
    copies: int
    changed_at: float


class EndpointStates:
    """Describes endpoints."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (SageMaker)."""
        self._client = client

    def describe(self, name: str) -> EndpointState | None:
        """Return how the endpoint stands; ``None`` when there is none of that name."""
        try:
            found = self._client.describe_endpoint(EndpointName=name)
        except ClientError as error:
            if is_unknown(error):
                return None
            raise
        return EndpointState(
            name=found["EndpointName"],
            arn=found["EndpointArn"],
            status=found["EndpointStatus"],
            configuration=found["EndpointConfigName"],
            changed_at=_changed_at(found),
            variants=tuple(_variant(variant) for variant in found.get("ProductionVariants", ())),
        )

    def plan(self, configuration: str) -> Plan:
        """Return what an endpoint configuration says."""
        found = self._client.describe_endpoint_config(EndpointConfigName=configuration)
        variants = found["ProductionVariants"]
        return Plan(
            asynchronous="AsyncInferenceConfig" in found,
            instance_types={variant["VariantName"]: variant.get("InstanceType") for variant in variants},
            own_model=frozenset(variant["VariantName"] for variant in variants if variant.get("ModelName")),
        )

    def component(self, name: str) -> ComponentState | None:
        """Return how an inference component stands; ``None`` when there is none of that name."""
        try:
            found = self._client.describe_inference_component(InferenceComponentName=name)
        except ClientError as error:
            if is_unknown(error):
                return None
            raise
        runtime = found.get("RuntimeConfig", {})
        return ComponentState(
            arn=found["InferenceComponentArn"],
            status=found["InferenceComponentStatus"],
            copies=int(runtime.get("DesiredCopyCount", 0)),
            changed_at=_changed_at(found),
        )

    def tags(self, arn: str) -> dict[str, str]:
        """Return the tags of an endpoint or component as they are now."""
        tags: dict[str, str] = {}
        position: dict[str, str] = {}
        while True:
            page = self._client.list_tags(ResourceArn=arn, **position)
            tags |= {tag["Key"]: tag["Value"] for tag in page["Tags"]}
            if not page.get("NextToken"):
                return tags
            position = {"NextToken": page["NextToken"]}


def is_unknown(error: ClientError) -> bool:
    """Whether SageMaker says that there is nothing of that name."""
    return _UNKNOWN in error.response["Error"].get("Message", "").lower()


def _changed_at(found: Mapping[str, Any]) -> float:
    moment: datetime = max(found["CreationTime"], found.get("LastModifiedTime", found["CreationTime"]))
    return moment.timestamp()


def _variant(found: Mapping[str, Any]) -> Variant:
    desired = found.get("DesiredInstanceCount", found.get("CurrentInstanceCount"))
    if "CurrentServerlessConfig" in found or "DesiredServerlessConfig" in found:
        desired = None  # SageMaker may say 0 instances of it
    scaling = found.get("ManagedInstanceScaling") or {}
    managed = scaling.get("Status") == "ENABLED"
    return Variant(
        name=found["VariantName"],
        desired=desired,
        running=found.get("CurrentInstanceCount") or 0,
        managed_minimum=int(scaling.get("MinInstanceCount", 1)) if managed else None,
    )
