"""Records of a hosted zone, with the routing policies that a failover needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.session import AwsSession
from sandbox.provider.values import UNKNOWN, Props

_UNSUPPORTED: Final = frozenset(
    {
        "cidrRoutingPolicy",
        "geolocationRoutingPolicies",
        "geoproximityRoutingPolicy",
        "multivalueAnswerRoutingPolicy",
    }
)
_POLICIES: Final = {
    "failoverRoutingPolicies": ("Failover", "type"),
    "latencyRoutingPolicies": ("Region", "region"),
    "weightedRoutingPolicies": ("Weight", "weight"),
}
"""Property -> member of a record set, and the name within the property's one block."""
_PLAIN: Final = ("setIdentifier", "ttl", "healthCheckId")
_OCTAL: Final = re.compile(r"\\(\d{3})")


class Record(Resource):
    """A record set; its id is `zone_name_type`, and `_setIdentifier` where it has one."""

    type_name = "aws:route53/record:Record"
    service = "route53"
    operation = "ChangeResourceRecordSets"
    table = Table(
        local=frozenset({"allowOverwrite", *_UNSUPPORTED}),
        unread=frozenset({"allowOverwrite"}),
        replaces=frozenset({"zoneId", "name", "type", "setIdentifier"}),
        meaning=Meaning(unordered=frozenset({"records"}), computed=frozenset({"allowOverwrite"})),
        outputs=("fqdn",),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        for name in sorted(inputs.keys() & _UNSUPPORTED):
            yield Failure(name, f"{name!r} of a record is not supported by the AWS provider of this machine")
        for name in ("zoneId", "name", "type"):
            if name not in inputs:
                yield Failure(name, f"{name!r} is required and is not given")
        if ("records" in inputs) == ("aliases" in inputs):
            yield Failure("records", "exactly one of records and aliases is needed")
        if "records" in inputs and "ttl" not in inputs:
            yield Failure("ttl", "is needed with records")
        if inputs.keys() & _POLICIES.keys() and "setIdentifier" not in inputs:
            yield Failure("setIdentifier", "is needed with a routing policy")
        primary = _block(inputs.get("failoverRoutingPolicies"), "type") == "PRIMARY"
        if primary and "healthCheckId" not in inputs and not _block(inputs.get("aliases"), "evaluateTargetHealth"):
            yield Failure("healthCheckId", "is needed for PRIMARY, or an alias with evaluateTargetHealth")

    def request(self, session: AwsSession, inputs: Props) -> Props:  # noqa: ARG002
        """See `Resource`."""
        action = "UPSERT" if inputs.get("allowOverwrite") is True else "CREATE"
        return _batch(inputs["zoneId"], action, record_set(inputs))

    def create(self, aws: Aws, inputs: Props) -> str:
        """It counts at once; that all name servers have it takes a minute, which nothing waits for."""
        aws.call("route53", "change_resource_record_sets", **self.request(aws.session, inputs))
        parts = (inputs["zoneId"], plain_name(inputs["name"]), inputs["type"], inputs.get("setIdentifier"))
        return "_".join(str(part) for part in parts if part)

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`; a name may have underscores, a type has none."""
        found = re.fullmatch(r"([A-Z0-9]+)_(.+?)_([A-Z]+)(?:_(.+))?", resource_id)
        if found is None:
            raise ProviderError(f"the id {resource_id!r} is not of the form <zoneId>_<name>_<type>[_<setIdentifier>]")
        names = ("zoneId", "name", "type", "setIdentifier")
        return {name: value for name, value in zip(names, found.groups(), strict=True) if value}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        found = self._find(aws, known)
        if found is None:
            return None
        name = plain_name(found["Name"])
        props: Props = {
            "zoneId": known["zoneId"],
            "name": known["name"] if plain_name(known["name"]) == name else name,
            "type": found["Type"],
            "fqdn": name,
            "id": resource_id,
            "setIdentifier": found.get("SetIdentifier"),
            "ttl": found.get("TTL"),
            "healthCheckId": found.get("HealthCheckId"),
            "records": [one["Value"] for one in found.get("ResourceRecords") or ()] or None,
        }
        alias = found.get("AliasTarget")
        if alias:
            props["aliases"] = [
                {
                    "name": alias["DNSName"].removesuffix("."),
                    "zoneId": alias["HostedZoneId"],
                    "evaluateTargetHealth": alias["EvaluateTargetHealth"],
                }
            ]
        for policy, (member, inner) in _POLICIES.items():
            props[policy] = [{inner: found[member]}] if found.get(member) is not None else None
        return props

    @staticmethod
    def _find(aws: Aws, known: Props) -> Props | None:
        """The record set as Route 53 has it; it lists from a name on."""
        name, kind, identifier = plain_name(known["name"]), known["type"], known.get("setIdentifier")
        start: Props = {"StartRecordName": name, "StartRecordType": kind}
        while True:
            found = aws.find("route53", "list_resource_record_sets", HostedZoneId=known["zoneId"], **start)
            if found is None:
                return None
            for one in found["ResourceRecordSets"]:
                if (plain_name(one["Name"]), one["Type"], one.get("SetIdentifier")) == (name, kind, identifier):
                    return dict(one)
            last = found["ResourceRecordSets"][-1:]
            if not found.get("IsTruncated") or (last and plain_name(last[0]["Name"]) != name):
                return None
            start = {
                "StartRecordName": found["NextRecordName"],
                "StartRecordType": found["NextRecordType"],
                "StartRecordIdentifier": found.get("NextRecordIdentifier"),
            }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.call(
            "route53", "change_resource_record_sets", **_batch(change.new["zoneId"], "UPSERT", record_set(change.new))
        )

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """A deletion names all that the record has."""
        found = self._find(aws, state)
        if found is not None:
            aws.call("route53", "change_resource_record_sets", **_batch(state["zoneId"], "DELETE", found))


def _batch(zone: Any, action: str, found: Props) -> Props:
    change = {"Action": action, "ResourceRecordSet": found}
    return {"HostedZoneId": zone, "ChangeBatch": {"Comment": "Managed by Pulumi", "Changes": [change]}}


def record_set(inputs: Props) -> Props:
    """The record set as the API takes it."""
    name = inputs["name"]
    found: Props = {"Name": plain_name(name) if isinstance(name, str) else name, "Type": inputs["type"]}
    members = {"setIdentifier": "SetIdentifier", "ttl": "TTL", "healthCheckId": "HealthCheckId"}
    found |= {members[name]: inputs[name] for name in _PLAIN if inputs.get(name) is not None}
    if isinstance(found.get("TTL"), float):
        found["TTL"] = int(found["TTL"])
    records = inputs.get("records")
    if records is not None:
        found["ResourceRecords"] = records if records is UNKNOWN else [{"Value": value} for value in records]
    aliases = inputs.get("aliases")
    if isinstance(aliases, list) and aliases and isinstance(aliases[0], dict):
        alias = aliases[0]
        found["AliasTarget"] = {
            "DNSName": alias["name"],
            "HostedZoneId": alias["zoneId"],
            "EvaluateTargetHealth": alias["evaluateTargetHealth"],
        }
    for policy, (member, inner) in _POLICIES.items():
        value = _block(inputs.get(policy), inner)
        if value is not None:
            found[member] = int(value) if isinstance(value, float) else value
    return found


def _block(blocks: Any, name: str) -> Any:
    """A value in the one block of a property."""
    if blocks is UNKNOWN:
        return UNKNOWN
    one = blocks[0] if isinstance(blocks, list) and blocks else blocks
    return one.get(name) if isinstance(one, dict) else None


def plain_name(name: str) -> str:
    r"""A name as programs write it: small letters, no final dot, `*` for `\052`.

    >>> plain_name("\\052.Example.com.")
    '*.example.com'
    """
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), name).lower().removesuffix(".")
