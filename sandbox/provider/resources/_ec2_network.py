"""VPCs, subnets and route tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.mapping import to_request
from sandbox.provider.resource import Change, Resource, Table, split_id
from sandbox.provider.resources._ec2_base import Ec2Tags, delete_unused, find_one
from sandbox.provider.session import AwsSession
from sandbox.provider.values import Props

_DNS: Final = {"enableDnsSupport": "EnableDnsSupport", "enableDnsHostnames": "EnableDnsHostnames"}
_ROUTE_NAMES: Final = {
    "cidrBlock": "DestinationCidrBlock",
    "ipv6CidrBlock": "DestinationIpv6CidrBlock",
    "destinationPrefixListId": "DestinationPrefixListId",
    "egressOnlyGatewayId": "EgressOnlyInternetGatewayId",
    "coreNetworkArn": "CoreNetworkArn",
}


class Vpc(Resource):
    """A VPC; its id is AWS's."""

    type_name = "aws:ec2/vpc:Vpc"
    service = "ec2"
    operation = "CreateVpc"
    table = Table(
        rename={"assignGeneratedIpv6CidrBlock": "AmazonProvidedIpv6CidrBlock"},
        local=frozenset({*_DNS, "enableNetworkAddressUsageMetrics"}),
        unread=frozenset({"ipv4IpamPoolId", "ipv4NetmaskLength"}),
        replaces=frozenset({"cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength"}),
        defaults={"enableDnsSupport": True, "instanceTenancy": "default"},
        meaning=Meaning(computed=frozenset({"enableDnsHostnames"})),
        outputs=("arn", "mainRouteTableId", "defaultRouteTableId", "defaultSecurityGroupId", "defaultNetworkAclId",
                 "ownerId", "dhcpOptionsId", "enableDnsHostnames"),
    )  # fmt: skip
    tag_api = Ec2Tags("vpc")

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        if "enableNetworkAddressUsageMetrics" in inputs:
            yield Failure("enableNetworkAddressUsageMetrics", "is not supported by the AWS provider of this machine")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("ec2", "create_vpc", **self.request(aws.session, inputs))["Vpc"]["VpcId"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """See `Resource`; one attribute a call, and support before host names, which need it."""
        for name, attribute in _DNS.items():
            if name in inputs:
                self._set(aws, resource_id, attribute, on=inputs[name])

    @staticmethod
    def _set(aws: Aws, vpc: str, attribute: str, *, on: bool) -> None:
        aws.call("ec2", "modify_vpc_attribute", VpcId=vpc, **{attribute: {"Value": on}})

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        vpc = find_one(aws, "describe_vpcs", "Vpcs", VpcIds=[resource_id])
        if vpc is None:
            return None
        props = self.props(vpc)
        for name, attribute in _DNS.items():
            found = aws.call("ec2", "describe_vpc_attribute", VpcId=resource_id, Attribute=name)
            props[name] = found[attribute]["Value"]
        in_vpc = {"Name": "vpc-id", "Values": [resource_id]}
        main = [in_vpc, {"Name": "association.main", "Values": ["true"]}]
        table = find_one(aws, "describe_route_tables", "RouteTables", Filters=main)
        default = [in_vpc, {"Name": "group-name", "Values": ["default"]}]
        group = find_one(aws, "describe_security_groups", "SecurityGroups", Filters=default)
        acls = [in_vpc, {"Name": "default", "Values": ["true"]}]
        acl = find_one(aws, "describe_network_acls", "NetworkAcls", Filters=acls)
        owner = vpc.get("OwnerId") or aws.account_id
        return {
            **props,
            "arn": aws.arn("ec2", f"vpc/{resource_id}", account=owner),
            "ownerId": owner,
            "mainRouteTableId": table and table["RouteTableId"],
            "defaultRouteTableId": table and table["RouteTableId"],
            "defaultSecurityGroupId": group and group["GroupId"],
            "defaultNetworkAclId": acl and acl["NetworkAclId"],
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        for name, attribute in _DNS.items():
            if change.any_of(name):
                self._set(aws, resource_id, attribute, on=change.new.get(name, False))

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        delete_unused(aws, "delete_vpc", VpcId=resource_id)


class Subnet(Resource):
    """A subnet; its id is AWS's."""

    type_name = "aws:ec2/subnet:Subnet"
    service = "ec2"
    operation = "CreateSubnet"
    table = Table(
        rename={"arn": "SubnetArn"},
        local=frozenset({"mapPublicIpOnLaunch", "assignIpv6AddressOnCreation"}),
        replaces=frozenset(
            {"vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6CidrBlock", "outpostArn"}
        ),
        defaults={"mapPublicIpOnLaunch": False, "assignIpv6AddressOnCreation": False},
        meaning=Meaning(
            computed=frozenset({"availabilityZone", "availabilityZoneId", "privateDnsHostnameTypeOnLaunch"})
        ),
        outputs=("arn", "availabilityZone", "availabilityZoneId", "ownerId"),
    )
    tag_api = Ec2Tags("subnet")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("ec2", "create_subnet", **self.request(aws.session, inputs))["Subnet"]["SubnetId"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """See `Resource`."""
        for name in ("mapPublicIpOnLaunch", "assignIpv6AddressOnCreation"):
            if inputs[name]:
                self._set(aws, resource_id, name, on=True)

    @staticmethod
    def _set(aws: Aws, subnet: str, name: str, *, on: bool) -> None:
        attribute = name[0].upper() + name[1:]
        aws.call("ec2", "modify_subnet_attribute", SubnetId=subnet, **{attribute: {"Value": on}})

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        subnet = find_one(aws, "describe_subnets", "Subnets", SubnetIds=[resource_id])
        if subnet is None:
            return None
        return {
            "arn": aws.arn("ec2", f"subnet/{resource_id}"),
            **self.props(subnet),
            "mapPublicIpOnLaunch": bool(subnet.get("MapPublicIpOnLaunch")),
            "assignIpv6AddressOnCreation": bool(subnet.get("AssignIpv6AddressOnCreation")),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        for name in ("mapPublicIpOnLaunch", "assignIpv6AddressOnCreation"):
            if change.any_of(name):
                self._set(aws, resource_id, name, on=change.new[name])

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        delete_unused(aws, "delete_subnet", SubnetId=resource_id)


class RouteTable(Resource):
    """A route table with its routes; its id is AWS's. The local route and those of gateway endpoints aren't its own."""

    type_name = "aws:ec2/routeTable:RouteTable"
    service = "ec2"
    operation = "CreateRouteTable"
    table = Table(
        local=frozenset({"routes", "propagatingVgws"}),
        replaces=frozenset({"vpcId"}),
        meaning=Meaning(unordered=frozenset({"routes"})),
        outputs=("arn", "ownerId"),
    )
    tag_api = Ec2Tags("route-table")

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        if inputs.get("propagatingVgws"):
            yield Failure("propagatingVgws", "is not supported by the AWS provider of this machine")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        answer = aws.call("ec2", "create_route_table", **self.request(aws.session, inputs))
        return str(answer["RouteTable"]["RouteTableId"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """See `Resource`."""
        for route in inputs.get("routes", ()):
            aws.call("ec2", "create_route", RouteTableId=resource_id, **_route(aws.session, route))

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        table = find_one(aws, "describe_route_tables", "RouteTables", RouteTableIds=[resource_id])
        if table is None:
            return None
        owner = table.get("OwnerId") or aws.account_id
        return {
            **self.props(table),
            "arn": aws.arn("ec2", f"route-table/{resource_id}", account=owner),
            "ownerId": owner,
            "routes": [_route_of(route) for route in table.get("Routes", ()) if _is_own(route)],
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        old, new = change.old.get("routes") or [], change.new.get("routes") or []
        for route in old:
            if route not in new:
                request = _route(aws.session, route)
                target = {name: value for name, value in request.items() if name.startswith("Destination")}
                aws.find("ec2", "delete_route", RouteTableId=resource_id, **target)
        for route in new:
            if route not in old:
                aws.call("ec2", "create_route", RouteTableId=resource_id, **_route(aws.session, route))

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        delete_unused(aws, "delete_route_table", RouteTableId=resource_id)


def _route(session: AwsSession, route: Props) -> Props:
    shape = session.operation("ec2", "CreateRoute").input_shape
    given = {name: value for name, value in route.items() if value not in (None, "")}
    return to_request(
        given, shape, rename={f"routes.{name}": member for name, member in _ROUTE_NAMES.items()}, path="routes"
    )


def _is_own(route: dict[str, Any]) -> bool:
    made = route.get("Origin", "CreateRoute") == "CreateRoute"
    gateway = str(route.get("GatewayId", ""))
    return made and gateway != "local" and not gateway.startswith("vpce-")


def _route_of(route: dict[str, Any]) -> Props:
    names = {member: name for name, member in _ROUTE_NAMES.items()}
    skip = {"Origin", "State", "InstanceOwnerId"}
    found = {names.get(key, key[0].lower() + key[1:]): value for key, value in route.items() if key not in skip}
    return {name: value for name, value in found.items() if value}


class RouteTableAssociation(Resource):
    """A subnet's route table; its id is AWS's, it is imported by `subnet/table`."""

    type_name = "aws:ec2/routeTableAssociation:RouteTableAssociation"
    service = "ec2"
    operation = "AssociateRouteTable"
    table = Table(replaces=frozenset({"subnetId", "gatewayId", "routeTableId"}), outputs=(), delete_first=True)

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("ec2", "associate_route_table", **self.request(aws.session, inputs))["AssociationId"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        parts = split_id(resource_id, "/", "end", "routeTableId")
        end = parts.pop("end")
        return {**parts, ("subnetId" if end.startswith("subnet-") else "gatewayId"): end}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        table = find_one(aws, "describe_route_tables", "RouteTables", RouteTableIds=[known["routeTableId"]])
        for item in table.get("Associations", ()) if table else ():
            props = {"subnetId": item.get("SubnetId"), "gatewayId": item.get("GatewayId")}
            if any(value and value == known.get(name) for name, value in props.items()):
                return {**props, "routeTableId": known["routeTableId"], "id": item["RouteTableAssociationId"]}
        return None

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Every change is another association."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("ec2", "disassociate_route_table", AssociationId=resource_id)
