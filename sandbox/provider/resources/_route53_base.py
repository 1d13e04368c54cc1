"""What the types of Route 53 share: tags, which it keeps apart, by kind of resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.provider.aws import Aws
from sandbox.provider.tags import TagChange, Tags, as_list, as_map
from sandbox.provider.values import Props, Unknown


@dataclass(frozen=True)
class Route53Tags:
    """Tags of one kind of resource; its creating call takes none.

    Attributes:
        kind: ``healthcheck`` or ``hostedzone``.
    """

    kind: str
    after_create: bool = True

    def on_create(self, tags: Mapping[str, str] | Unknown) -> Props:  # noqa: ARG002
        """See `TagApi`."""
        return {}

    def read(self, aws: Aws, resource_id: str, state: Props) -> Tags:  # noqa: ARG002
        """See `TagApi`."""
        found = aws.call("route53", "list_tags_for_resource", ResourceType=self.kind, ResourceId=resource_id)
        return as_map(found["ResourceTagSet"]["Tags"])

    def write(self, aws: Aws, resource_id: str, state: Props, change: TagChange) -> None:  # noqa: ARG002
        """See `TagApi`; one call takes both."""
        if change.added or change.removed:
            aws.call(
                "route53",
                "change_tags_for_resource",
                ResourceType=self.kind,
                ResourceId=resource_id,
                AddTags=as_list(change.added) or None,
                RemoveTagKeys=change.removed or None,
            )
