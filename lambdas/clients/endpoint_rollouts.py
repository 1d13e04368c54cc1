"""Makes, changes and deletes endpoints with their models and configurations; every call is safe to repeat."""

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.rollouts.facts import EndpointFacts

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "endpoint": ("sagemaker:DescribeEndpoint", "sagemaker:UpdateEndpoint"),
    "configuration": (
        "sagemaker:CreateEndpointConfig",
        "sagemaker:DeleteEndpointConfig",
        "sagemaker:UpdateEndpoint",
    ),
    "model": ("sagemaker:CreateModel", "sagemaker:DeleteModel"),
    "creatable": ("sagemaker:CreateEndpoint",),
    "removable": ("sagemaker:DeleteEndpoint",),
    "taggable": ("sagemaker:AddTags",),
    # The scalable targets of an endpoint go with it, in the caller's name.
    # https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-delete-with-scaling.html
    "target": ("application-autoscaling:DeregisterScalableTarget",),
    # SageMaker encrypts the instances' volumes by a grant on the caller's behalf.
    # https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html
    "key": ("kms:CreateGrant",),
    # https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html: the model's role is handed to SageMaker.
    "role": ("iam:PassRole",),
}

_EXISTS: Final = "already exist"
"""SageMaker's ValidationException says "Cannot create already existing model"."""
_UNKNOWN: Final = "could not find"
_REFUSED: Final = frozenset({"ValidationException", "ResourceInUse", "ResourceLimitExceeded"})


class EndpointRollouts:
    """One client for everything that a deployment does to SageMaker."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (SageMaker)."""
        self._client = client

    def describe(self, name: str) -> EndpointFacts | None:
        """Return how an endpoint stands; None when there is none of that name."""
        try:
            found = self._client.describe_endpoint(EndpointName=name)
        except ClientError as error:
            if _says(error, _UNKNOWN):
                return None
            raise
        return EndpointFacts(
            status=found["EndpointStatus"],
            config=found["EndpointConfigName"],
            pending=found.get("PendingDeploymentSummary", {}).get("EndpointConfigName", ""),
            failure=" ".join(found.get("FailureReason", "").split()),
        )

    def make_parts(self, model: Mapping[str, Any], configuration: Mapping[str, Any]) -> None:
        """Make a model and the endpoint configuration that uses it; what is there already stays."""
        try:
            self._client.create_model(**model)
        except ClientError as error:
            _unless(error, _EXISTS)
        try:
            self._client.create_endpoint_config(**configuration)
        except ClientError as error:
            _unless(error, _EXISTS)

    def create(self, name: str, configuration: str, tags: list[dict[str, str]]) -> None:
        """Make an endpoint; nothing happens when it is there."""
        try:
            self._client.create_endpoint(EndpointName=name, EndpointConfigName=configuration, Tags=tags)
        except ClientError as error:
            _unless(error, _EXISTS)

    def update(self, name: str, configuration: str, deployment_config: Mapping[str, Any] | None) -> None:
        """Let an endpoint go over to another configuration."""
        how = {} if deployment_config is None else {"DeploymentConfig": deployment_config}
        self._client.update_endpoint(EndpointName=name, EndpointConfigName=configuration, **how)

    def delete(self, name: str) -> None:
        """Delete an endpoint; nothing happens when it is gone."""
        try:
            self._client.delete_endpoint(EndpointName=name)
        except ClientError as error:
            _unless(error, _UNKNOWN)

    def delete_parts(self, configuration: str, model: str) -> None:
        """Delete a configuration and its model; an empty name, or what is gone already, is passed over."""
        try:
            if configuration:
                self._client.delete_endpoint_config(EndpointConfigName=configuration)
        except ClientError as error:
            _unless(error, _UNKNOWN)
        try:
            if model:
                self._client.delete_model(ModelName=model)
        except ClientError as error:
            _unless(error, _UNKNOWN)


def is_refusal(error: ClientError) -> bool:
    """Whether SageMaker will say the same again: the request is wrong, or a quota is used up."""
    return error.response["Error"]["Code"] in _REFUSED


def _says(error: ClientError, text: str) -> bool:
    return text in error.response["Error"].get("Message", "").lower()


def _unless(error: ClientError, text: str) -> None:
    """Raise an error again, unless SageMaker says that it is as it shall be already."""
    if not _says(error, text):
        raise error
