"""Deletes an endpoint, and makes it again from the configuration that it had."""

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "removable": ("sagemaker:DeleteEndpoint",),
    "creatable": ("sagemaker:CreateEndpoint",),
    "taggable": ("sagemaker:AddTags",),
    # The scalable targets of an endpoint go with it, in the caller's name: without this SageMaker refuses to delete it.
    # https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-delete-with-scaling.html
    "target": ("application-autoscaling:DeregisterScalableTarget",),
    # SageMaker encrypts the instances' volumes by a grant on the caller's behalf.
    # https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html
    "key": ("kms:CreateGrant",),
}

_EXISTS: Final = "already exist"
"""SageMaker's ValidationException says "Cannot create already existing endpoint"."""
_RESERVED: Final = "aws:"
"""Keys that only AWS may set. https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html"""


class EndpointRemoval:
    """Only where a stack outside production is set to delete: elsewhere the role lacks these actions."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (SageMaker)."""
        self._client = client

    def delete(self, name: str) -> None:
        """Delete an endpoint; its configuration and model stay."""
        self._client.delete_endpoint(EndpointName=name)

    def create(self, name: str, configuration: str, tags: Mapping[str, str]) -> None:
        """Make the endpoint again; nothing happens when it is there."""
        given = [{"Key": key, "Value": value} for key, value in tags.items() if not key.startswith(_RESERVED)]
        try:
            self._client.create_endpoint(EndpointName=name, EndpointConfigName=configuration, Tags=given)
        except ClientError as error:
            if _EXISTS not in error.response["Error"].get("Message", "").lower():
                raise
