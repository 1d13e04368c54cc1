"""What the network types share: tags inside the creating call, and deletions that wait for what still hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.tags import TagChange, Tags, as_list, as_map
from sandbox.provider.values import UNKNOWN, Props, Unknown

# Network interfaces of deleted endpoints and functions go a little later than these.
STILL_USED: Final = {"DependencyViolation": "", "InvalidParameterValue": "in use"}
STILL_USED_S: Final = 300.0


@dataclass(frozen=True)
class Ec2Tags:
    """Tags of a network resource; `kind` is its name in TagSpecifications."""

    kind: str
    after_create: bool = False

    def on_create(self, tags: Mapping[str, str] | Unknown) -> Props:
        """See `TagApi`."""
        if isinstance(tags, Unknown):
            return {"TagSpecifications": UNKNOWN}
        return {"TagSpecifications": [{"ResourceType": self.kind, "Tags": as_list(tags)}]} if tags else {}

    def read(self, aws: Aws, resource_id: str, state: Props) -> Tags:  # noqa: ARG002
        """See `TagApi`."""
        filters = [{"Name": "resource-id", "Values": [resource_id]}]
        return as_map(aws.call("ec2", "describe_tags", Filters=filters).get("Tags"))

    def write(self, aws: Aws, resource_id: str, state: Props, change: TagChange) -> None:  # noqa: ARG002
        """See `TagApi`."""
        if change.removed:
            keys = [{"Key": key} for key in change.removed]
            aws.call("ec2", "delete_tags", Resources=[resource_id], Tags=keys)
        if change.added:
            aws.call("ec2", "create_tags", Resources=[resource_id], Tags=as_list(change.added))


def find_one(aws: Aws, operation: str, answer: str, **params: Any) -> dict[str, Any] | None:
    """The only element of a listing, None without one."""
    found = aws.find("ec2", operation, **params)
    return next(iter(found[answer]), None) if found else None


def delete_unused(aws: Aws, operation: str, **params: Any) -> None:
    """A deletion that is tried again while something still uses the resource."""
    aws.retry(lambda: aws.find("ec2", operation, **params), on=STILL_USED, within_s=STILL_USED_S)
