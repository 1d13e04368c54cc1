"""VPC endpoints."""

from __future__ import annotations

from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import ProviderError
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.resources._ec2_base import Ec2Tags, find_one
from sandbox.provider.values import Props

_LISTS: Final = {
    "routeTableIds": ("AddRouteTableIds", "RemoveRouteTableIds"),
    "subnetIds": ("AddSubnetIds", "RemoveSubnetIds"),
    "securityGroupIds": ("AddSecurityGroupIds", "RemoveSecurityGroupIds"),
}


class VpcEndpoint(Resource):
    """An endpoint; its id is AWS's."""

    type_name = "aws:ec2/vpcEndpoint:VpcEndpoint"
    service = "ec2"
    operation = "CreateVpcEndpoint"
    table = Table(
        rename={"policy": "PolicyDocument"},
        unread=frozenset({"autoAccept", "dnsOptions", "ipAddressType", "privateDnsEnabled", "policy"}),
        replaces=frozenset(
            {"serviceName", "vpcEndpointType", "vpcId", "resourceConfigurationArn", "serviceNetworkArn"}
        ),
        defaults={"vpcEndpointType": "Gateway"},
        meaning=Meaning(
            json_text=frozenset({"policy"}),
            unordered=frozenset(_LISTS),
            computed=frozenset({*_LISTS, "dnsOptions", "ipAddressType", "policy", "privateDnsEnabled"}),
        ),
        outputs=(
            "arn",
            "state",
            "dnsEntries",
            "networkInterfaceIds",
            "ownerId",
            "policy",
            "prefixListId",
            "cidrBlocks",
        ),
    )
    tag_api = Ec2Tags("vpc-endpoint")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        answer = aws.call("ec2", "create_vpc_endpoint", **self.request(aws.session, inputs))
        return str(answer["VpcEndpoint"]["VpcEndpointId"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        self._wait_available(aws, resource_id)

    def _wait_available(self, aws: Aws, endpoint: str) -> None:
        def available() -> bool:
            found = self._find(aws, endpoint)
            state = str(found["State"]).lower() if found else "pending"
            if state in {"failed", "rejected", "expired"}:
                raise ProviderError(f"VPC endpoint {endpoint} is {state}")
            return state in {"available", "pendingacceptance"}

        aws.wait(f"VPC endpoint {endpoint} being available", available)

    @staticmethod
    def _find(aws: Aws, endpoint: str) -> dict[str, Any] | None:
        found = find_one(aws, "describe_vpc_endpoints", "VpcEndpoints", VpcEndpointIds=[endpoint])
        return None if found is None or str(found["State"]).lower() in {"deleting", "deleted"} else found

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = self._find(aws, resource_id)
        if found is None:
            return None
        groups = [group["GroupId"] for group in found.get("Groups", ())]
        props = {**self.props(found), "securityGroupIds": groups or found.get("SecurityGroupIds")}
        arn = aws.arn("ec2", f"vpc-endpoint/{resource_id}")
        return {**props, **_prefix_list(aws, found), "arn": arn, "ownerId": found.get("OwnerId")}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        new = change.new
        request: Props = {}
        for name, (add, remove) in _LISTS.items():
            if change.any_of(name):
                old, wanted = set(change.old.get(name) or ()), set(new.get(name) or ())
                request[add] = sorted(wanted - old) or None
                request[remove] = sorted(old - wanted) or None
        if change.any_of("policy"):
            request |= {"PolicyDocument": new["policy"]} if new.get("policy") else {"ResetPolicy": True}
        if change.any_of("privateDnsEnabled"):
            request["PrivateDnsEnabled"] = bool(new.get("privateDnsEnabled"))
        if change.any_of("ipAddressType"):
            request["IpAddressType"] = new.get("ipAddressType")
        aws.call("ec2", "modify_vpc_endpoint", VpcEndpointId=resource_id, **request)
        self._wait_available(aws, resource_id)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`; ends when it is gone, because subnets and groups go next."""
        aws.find("ec2", "delete_vpc_endpoints", VpcEndpointIds=[resource_id])
        aws.wait(
            f"VPC endpoint {resource_id} being deleted",
            lambda: (
                find_one(aws, "describe_vpc_endpoints", "VpcEndpoints", VpcEndpointIds=[resource_id]) is None
                or self._find(aws, resource_id) is None
            ),
        )


def _prefix_list(aws: Aws, endpoint: dict[str, Any]) -> Props:
    """The addresses of the service behind a gateway endpoint; a security group rule names them by the list's id."""
    if endpoint.get("VpcEndpointType") != "Gateway":
        return {}
    where = {"Filters": [{"Name": "prefix-list-name", "Values": [endpoint["ServiceName"]]}]}
    found = find_one(aws, "describe_managed_prefix_lists", "PrefixLists", **where)
    if found is None:
        return {}
    entries = aws.call("ec2", "get_managed_prefix_list_entries", PrefixListId=found["PrefixListId"])
    blocks = [entry["Cidr"] for entry in entries.get("Entries", ())]
    return {"prefixListId": found["PrefixListId"], "cidrBlocks": blocks}
