"""The network of functions and instance-backed models: private subnets without a way to the internet.

Traffic reaches S3 and DynamoDB through gateway endpoints (free) and the services that functions call through interface
endpoints (billed by the hour, per zone); `reach` says which those are. Logs and traces of a function do not pass its
VPC. Serverless endpoints cannot be in a VPC:
https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.reach import GATEWAYS, service_name

HTTPS = 443


@dataclass(frozen=True, kw_only=True)
class NetworkPlacement:
    """Where a function or a model runs.

    Attributes:
        subnet_ids: Private subnets.
        function_group_id: Security group of functions.
        model_group_id: Security group of models.
        services: What functions can call there besides S3 and DynamoDB, as PrivateLink names it.
    """

    subnet_ids: Sequence[pulumi.Input[str]]
    function_group_id: pulumi.Input[str]
    model_group_id: pulumi.Input[str]
    services: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class PrivateNetworkArgs:
    """Inputs.

    Attributes:
        region: Region of the endpoints' service names.
        cidr: Address range.
        zones: Names of availability zones, one private subnet each.
        services: What functions call besides S3 and DynamoDB, as PrivateLink names it.
    """

    region: str
    cidr: str
    zones: Sequence[str]
    services: Sequence[str]


class PrivateNetwork(PlatformComponent):
    """A VPC with private subnets and the endpoints of the services used."""

    vpc_id: pulumi.Output[str]
    subnet_ids: list[pulumi.Output[str]]
    function_group_id: pulumi.Output[str]
    model_group_id: pulumi.Output[str]

    def __init__(self, name: str, args: PrivateNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"cidr": args.cidr, "zones": list(args.zones)}, opts)
        vpc = aws.ec2.Vpc(
            name, cidr_block=args.cidr, enable_dns_support=True, enable_dns_hostnames=True, opts=self.child()
        )
        table = aws.ec2.RouteTable(self.child_name("private"), vpc_id=vpc.id, opts=self.child())
        self._services = tuple(args.services)
        self.vpc_id = vpc.id
        self.subnet_ids = self._subnets(vpc, table, args)
        gateways = [self._gateway(vpc, table, args.region, service) for service in GATEWAYS]
        endpoint_group = self._group(vpc.id, "endpoints", "Interface endpoints: HTTPS from functions")
        functions = self._group(vpc.id, "functions", "Functions: HTTPS to the services they call")
        models = self._group(vpc.id, "models", "Model containers: HTTPS to S3")
        self._let(functions, endpoint_group)
        for service, gateway in zip(GATEWAYS, gateways, strict=True):
            self._let_prefix_list("functions", functions, service, gateway)
        self._let_prefix_list("models", models, GATEWAYS[0], gateways[0])
        for service in self._services:
            self._interface(vpc, endpoint_group, args.region, service)
        self.function_group_id = functions.id
        self.model_group_id = models.id
        self.finish()

    def placement(self) -> NetworkPlacement:
        """Where functions and models of this network run."""
        return NetworkPlacement(
            subnet_ids=self.subnet_ids,
            function_group_id=self.function_group_id,
            model_group_id=self.model_group_id,
            services=self._services,
        )

    def _subnets(
        self, vpc: aws.ec2.Vpc, table: aws.ec2.RouteTable, args: PrivateNetworkArgs
    ) -> list[pulumi.Output[str]]:
        ids: list[pulumi.Output[str]] = []
        for zone, block in zip(args.zones, subnet_blocks(args.cidr, len(args.zones)), strict=True):
            subnet = aws.ec2.Subnet(
                self.child_name(zone),
                vpc_id=vpc.id,
                availability_zone=zone,
                cidr_block=block,
                map_public_ip_on_launch=False,
                opts=self.child(),
            )
            aws.ec2.RouteTableAssociation(
                self.child_name(f"{zone}-routes"), subnet_id=subnet.id, route_table_id=table.id, opts=self.child()
            )
            ids.append(subnet.id)
        return ids

    def _gateway(self, vpc: aws.ec2.Vpc, table: aws.ec2.RouteTable, region: str, service: str) -> aws.ec2.VpcEndpoint:
        return aws.ec2.VpcEndpoint(
            self.child_name(service),
            vpc_id=vpc.id,
            service_name=service_name(region, service),
            vpc_endpoint_type="Gateway",
            route_table_ids=[table.id],
            opts=self.child(),
        )

    def _interface(self, vpc: aws.ec2.Vpc, group: aws.ec2.SecurityGroup, region: str, service: str) -> None:
        aws.ec2.VpcEndpoint(
            self.child_name(service.replace(".", "-")),
            vpc_id=vpc.id,
            service_name=service_name(region, service),
            vpc_endpoint_type="Interface",
            subnet_ids=self.subnet_ids,
            security_group_ids=[group.id],
            private_dns_enabled=True,
            opts=self.child(),
        )

    def _group(self, vpc_id: pulumi.Input[str], role: str, description: str) -> aws.ec2.SecurityGroup:
        return aws.ec2.SecurityGroup(self.child_name(role), vpc_id=vpc_id, description=description, opts=self.child())

    def _let(self, source: aws.ec2.SecurityGroup, target: aws.ec2.SecurityGroup) -> None:
        aws.vpc.SecurityGroupEgressRule(
            self.child_name("functions-to-endpoints"),
            security_group_id=source.id,
            referenced_security_group_id=target.id,
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            description="HTTPS to interface endpoints",
            opts=self.child(),
        )
        aws.vpc.SecurityGroupIngressRule(
            self.child_name("endpoints-from-functions"),
            security_group_id=target.id,
            referenced_security_group_id=source.id,
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            description="HTTPS from functions",
            opts=self.child(),
        )

    def _let_prefix_list(
        self, role: str, group: aws.ec2.SecurityGroup, service: str, gateway: aws.ec2.VpcEndpoint
    ) -> None:
        aws.vpc.SecurityGroupEgressRule(
            self.child_name(f"{role}-to-{service}"),
            security_group_id=group.id,
            prefix_list_id=gateway.prefix_list_id,
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            description=f"HTTPS to {service}",
            opts=self.child(),
        )


@dataclass(frozen=True, kw_only=True)
class AdoptedNetworkArgs:
    """Inputs.

    Attributes:
        vpc_id: The VPC.
        subnet_ids: Private subnets in it.
        services: What its owner lets functions reach besides S3 and DynamoDB, as PrivateLink names it: taken on trust.
    """

    vpc_id: str
    subnet_ids: Sequence[str]
    services: Sequence[str]


class AdoptedNetwork(PlatformComponent):
    """Security groups in a VPC that someone else owns; its routes and endpoints are theirs."""

    function_group_id: pulumi.Output[str]
    model_group_id: pulumi.Output[str]

    def __init__(self, name: str, args: AdoptedNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"vpcId": args.vpc_id, "subnetIds": list(args.subnet_ids)}, opts)
        self._args = args
        self.function_group_id = self._group("functions", args.vpc_id)
        self.model_group_id = self._group("models", args.vpc_id)
        self.finish()

    def placement(self) -> NetworkPlacement:
        """Where functions and models of this network run."""
        return NetworkPlacement(
            subnet_ids=self._args.subnet_ids,
            function_group_id=self.function_group_id,
            model_group_id=self.model_group_id,
            services=self._args.services,
        )

    def _group(self, role: str, vpc_id: str) -> pulumi.Output[str]:
        group = aws.ec2.SecurityGroup(
            self.child_name(role), vpc_id=vpc_id, description=f"Inference {role}: HTTPS out", opts=self.child()
        )
        aws.vpc.SecurityGroupEgressRule(
            self.child_name(f"{role}-https"),
            security_group_id=group.id,
            cidr_ipv4="0.0.0.0/0",
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            description="HTTPS to wherever the routes of this VPC lead",
            opts=self.child(),
        )
        return group.id


def subnet_blocks(cidr: str, count: int) -> list[str]:
    """Equal, disjoint blocks of a range: as many as the next power of two of ``count``, the first ``count`` of them.

    >>> subnet_blocks("10.0.0.0/16", 2)
    ['10.0.0.0/17', '10.0.128.0/17']
    """
    bits = (count - 1).bit_length()
    return [str(block) for block in list(ipaddress.ip_network(cidr).subnets(prefixlen_diff=bits))[:count]]
