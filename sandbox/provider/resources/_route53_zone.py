"""Public hosted zones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

from sandbox.provider.aws import Aws
from sandbox.provider.errors import Failure
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.resources._route53_base import Route53Tags
from sandbox.provider.values import Props

_UNSUPPORTED: Final = frozenset({"delegationSetId", "enableAcceleratedRecovery", "vpcs"})
_OWN: Final = ("NS", "SOA")
"""Records that each zone has and that go with it."""


class Zone(Resource):
    """A zone; its id is Route 53's, without the path before it."""

    type_name = "aws:route53/zone:Zone"
    service = "route53"
    operation = "CreateHostedZone"
    table = Table(
        local=frozenset({"comment", "forceDestroy", *_UNSUPPORTED}),
        unread=frozenset({"forceDestroy"}),
        replaces=frozenset({"name"}),
        defaults={"comment": "Managed by Pulumi", "forceDestroy": False},
        outputs=("arn", "nameServers", "primaryNameServer", "zoneId"),
    )
    tag_api = Route53Tags("hostedzone")

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        if "name" not in inputs:
            yield Failure("name", "'name' is required and is not given")
        for name in sorted(inputs.keys() & _UNSUPPORTED):
            yield Failure(name, f"{name!r} of a zone is not supported by the AWS provider of this machine")

    def mapped(self, session: Any, inputs: Any) -> Props:
        """See `Resource`."""
        config = {"Comment": inputs.get("comment", ""), "PrivateZone": False}
        return {**super().mapped(session, inputs), "CallerReference": str(uuid4()), "HostedZoneConfig": config}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        made = aws.call("route53", "create_hosted_zone", **self.request(aws.session, inputs))
        return str(made["HostedZone"]["Id"]).rsplit("/", 1)[-1]

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        found = aws.find("route53", "get_hosted_zone", Id=resource_id)
        if found is None:
            return None
        zone, servers = found["HostedZone"], found.get("DelegationSet", {}).get("NameServers", [])
        return {
            "id": resource_id,
            "zoneId": resource_id,
            "arn": aws.arn("route53", f"hostedzone/{resource_id}", region="", account=""),
            "name": zone["Name"].removesuffix("."),
            "comment": zone.get("Config", {}).get("Comment", ""),
            "nameServers": sorted(servers),
            "primaryNameServer": servers[0] if servers else None,
            "forceDestroy": known.get("forceDestroy", False),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        if change.any_of("comment"):
            aws.call("route53", "update_hosted_zone_comment", Id=resource_id, Comment=change.new.get("comment", ""))

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """With `forceDestroy` its records go first."""
        if state.get("forceDestroy"):
            self._empty(aws, resource_id)
        aws.find("route53", "delete_hosted_zone", Id=resource_id)

    @staticmethod
    def _empty(aws: Aws, zone: str) -> None:
        found = aws.find("route53", "list_resource_record_sets", HostedZoneId=zone) or {}
        own = [one for one in found.get("ResourceRecordSets", ()) if one["Type"] not in _OWN]
        changes = [{"Action": "DELETE", "ResourceRecordSet": one} for one in own]
        if changes:
            aws.call("route53", "change_resource_record_sets", HostedZoneId=zone, ChangeBatch={"Changes": changes})
