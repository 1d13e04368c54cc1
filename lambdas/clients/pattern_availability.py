"""Asks the control plane whether what a pattern calls is there to be called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "endpoint": ("sagemaker:DescribeEndpoint",),
    "component": ("sagemaker:DescribeInferenceComponent",),
    "function": ("lambda:GetFunctionConfiguration",),
    "provisioned_model": ("bedrock:GetProvisionedModelThroughput",),
}

SERVING: Final = frozenset({"InService", "Updating", "SystemUpdating", "RollingBack", "UpdateRollbackFailed"})
"""States in which an endpoint answers: while it is changed, what was there before does.
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html"""
WORKING: Final = frozenset({"InService", "Updating"})
"""The same of inference components and of provisioned throughput."""
ACTIVE: Final = "Active"
INVOCABLE: Final = frozenset({ACTIVE, "Inactive"})
"""States of a function that can be invoked. An inactive one wakes up with the first call, which fails: it has to be
called, for else it sleeps for ever.
https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html"""
_MISSING: Final = frozenset({"ResourceNotFoundException", "ResourceNotFound"})
_MISSING_TEXT: Final = "could not find"
"""SageMaker answers a ValidationException with this text for what is not there."""


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether something can be called, and what the control plane said of it."""

    is_available: bool
    said: str


class EndpointAvailability:
    """Of endpoints and inference components."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (SageMaker)."""
        self._client = client

    def endpoint(self, name: str) -> Availability:
        """Of an endpoint: it serves, and a variant of it has an instance or needs none."""
        try:
            found = self._client.describe_endpoint(EndpointName=name)
        except ClientError as error:
            return _missing(error)
        status = str(found["EndpointStatus"])
        variants = found.get("ProductionVariants", ())
        if variants and not any(_can_answer(variant) for variant in variants):
            return Availability(is_available=False, said=f"{status}, without an instance")
        return Availability(status in SERVING, status)

    def component(self, name: str) -> Availability:
        """Of an inference component: it is in service, and has a copy (waking one up takes minutes)."""
        try:
            found = self._client.describe_inference_component(InferenceComponentName=name)
        except ClientError as error:
            return _missing(error)
        status = str(found["InferenceComponentStatus"])
        copies = found.get("RuntimeConfig", {}).get("CurrentCopyCount")
        if copies == 0:
            return Availability(is_available=False, said=f"{status}, without a copy")
        return Availability(status in WORKING, status)


class FunctionAvailability:
    """Of functions."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (Lambda)."""
        self._client = client

    def function(self, arn: str) -> Availability:
        """Of the version that an alias leads to."""
        try:
            found = self._client.get_function_configuration(FunctionName=arn)
        except ClientError as error:
            return _missing(error)
        state = str(found.get("State", ACTIVE))  # left out by what knows no states
        return Availability(state in INVOCABLE, state)


class ModelAvailability:
    """Of provisioned throughput of Bedrock; what is on demand has no state of its own."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (Bedrock's control plane)."""
        self._client = client

    def provisioned(self, arn: str) -> Availability:
        """Of a provisioned throughput."""
        try:
            found = self._client.get_provisioned_model_throughput(provisionedModelId=arn)
        except ClientError as error:
            return _missing(error)
        status = str(found["status"])
        return Availability(status in WORKING, status)


def _can_answer(variant: Mapping[str, Any]) -> bool:
    serverless = "CurrentServerlessConfig" in variant or "DesiredServerlessConfig" in variant
    return serverless or variant.get("CurrentInstanceCount", 1) > 0


def _missing(error: ClientError) -> Availability:
    """What is not there is not available; any other error is raised, for it says nothing.

    Raises:
        ClientError: The error, unless it says that there is nothing of that name.
    """
    said = error.response["Error"]
    if said.get("Code") in _MISSING or _MISSING_TEXT in said.get("Message", "").lower():
        return Availability(is_available=False, said="there is none of that name")
    raise error
