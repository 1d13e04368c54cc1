"""Bedrock: model units and application inference profiles. Neither can be changed but for its tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props

_SERVICE: Final = "bedrock"


def _tags(of: str) -> ServiceTags:
    return ServiceTags(
        service=_SERVICE,
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags_for_resource",
        target="resourceARN",
        of=of,
        parameter="tags",
        keys="tagKeys",
        pair=("key", "value"),
    )


class ProvisionedModelThroughput(Resource):
    """Model units of a model; its id is its ARN. A deletion before a commitment's end is refused by AWS."""

    type_name = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"
    service = _SERVICE
    operation = "CreateProvisionedModelThroughput"
    table = Table(
        rename={"modelArn": "modelId"},
        replaces=frozenset({"commitmentDuration", "modelArn", "modelUnits", "provisionedModelName"}),
        outputs=("provisionedModelArn",),
        name=AutoName("provisionedModelName", longest=63, prefix_property=None),
        delete_first=True,
    )
    tag_api = _tags("provisionedModelArn")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        made = aws.call(_SERVICE, "create_provisioned_model_throughput", **self.request(aws.session, inputs))
        return str(made["provisionedModelArn"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:  # noqa: ARG002
        """Until it is in service.

        Raises:
            ProviderError: It failed; the message is AWS's.
        """

        def ready() -> bool:
            found = aws.call(_SERVICE, "get_provisioned_model_throughput", provisionedModelId=resource_id)
            if found["status"] == "Failed":
                raise ProviderError(f"{resource_id} failed: {found.get('failureMessage', 'AWS gives no reason')}")
            return bool(found["status"] == "InService")

        aws.wait(f"{resource_id} in service", ready)

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find(_SERVICE, "get_provisioned_model_throughput", provisionedModelId=resource_id)
        return None if found is None else {**self.props(found), "modelArn": found["modelArn"]}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Every change but one of tags is another purchase."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find(_SERVICE, "delete_provisioned_model_throughput", provisionedModelId=resource_id)


class InferenceProfile(Resource):
    """An application inference profile; its id is AWS's."""

    type_name = "aws:bedrock/inferenceProfile:InferenceProfile"
    service = _SERVICE
    operation = "CreateInferenceProfile"
    table = Table(
        rename={"name": "inferenceProfileName", "arn": "inferenceProfileArn"},
        unread=frozenset({"modelSource"}),
        replaces=frozenset({"description", "modelSource", "name"}),
        outputs=("arn", "createdAt", "models", "status", "type", "updatedAt"),
        name=AutoName(longest=64, prefix_property=None),
        delete_first=True,
    )
    tag_api = _tags("arn")

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        if "modelSource" not in inputs:
            yield Failure("modelSource", "is needed: copyFrom is the ARN of a model or of a system inference profile")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        made = aws.call(_SERVICE, "create_inference_profile", **self.request(aws.session, inputs))
        return str(made["inferenceProfileArn"]).rpartition("/")[2]

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find(_SERVICE, "get_inference_profile", inferenceProfileIdentifier=resource_id)
        if found is None:
            return None
        moments: dict[str, Any] = {name: found[name].isoformat() for name in ("createdAt", "updatedAt")}
        return {**self.props(found), **moments}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Every change but one of tags is another profile."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find(_SERVICE, "delete_inference_profile", inferenceProfileIdentifier=resource_id)


RESOURCES = (ProvisionedModelThroughput, InferenceProfile)
