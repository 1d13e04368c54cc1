"""A network of the stack's own: made with its tags, changed and removed by them."""

from __future__ import annotations

from typing import Final

from components.delivery.permissions.grants import Table, needs, on

_LOOK: Final = on(
    "everything",
    "ec2",
    read="DescribeAvailabilityZones DescribeNetworkAcls DescribeNetworkInterfaces DescribePrefixLists "
    "DescribeRouteTables DescribeSecurityGroupRules DescribeSecurityGroups DescribeSubnets DescribeTags "
    "DescribeVpcAttribute DescribeVpcEndpoints DescribeVpcs GetManagedPrefixListEntries",
)

TABLE: Final[Table] = {
    "aws:ec2/vpc:Vpc": needs(
        _LOOK,
        on("new_network", "ec2", write="CreateTags CreateVpc"),
        on("own_network", "ec2", write="DeleteTags DeleteVpc ModifyVpcAttribute"),
    ),
    "aws:ec2/subnet:Subnet": needs(
        _LOOK,
        on("new_network", "ec2", write="CreateSubnet CreateTags"),
        on("own_network", "ec2", write="DeleteSubnet DeleteTags ModifySubnetAttribute"),
    ),
    "aws:ec2/routeTable:RouteTable": needs(
        _LOOK,
        on("new_network", "ec2", write="CreateRouteTable CreateTags"),
        on("own_network", "ec2", write="CreateRoute DeleteRoute DeleteRouteTable DeleteTags ReplaceRoute"),
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": needs(
        _LOOK,
        on(
            "own_network",
            "ec2",
            write="AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation",
        ),
    ),
    "aws:ec2/securityGroup:SecurityGroup": needs(
        _LOOK,
        on("new_network", "ec2", write="CreateSecurityGroup CreateTags"),
        on("own_network", "ec2", write="DeleteSecurityGroup DeleteTags RevokeSecurityGroupEgress"),
    ),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": needs(
        _LOOK,
        on("new_network", "ec2", write="CreateTags"),
        on(
            "own_network",
            "ec2",
            write="AuthorizeSecurityGroupEgress DeleteTags ModifySecurityGroupRules RevokeSecurityGroupEgress",
        ),
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": needs(
        _LOOK,
        on("new_network", "ec2", write="CreateTags"),
        on(
            "own_network",
            "ec2",
            write="AuthorizeSecurityGroupIngress DeleteTags ModifySecurityGroupRules RevokeSecurityGroupIngress",
        ),
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": needs(
        _LOOK,
        on("new_network", "ec2", write="CreateTags CreateVpcEndpoint"),
        on("own_network", "ec2", write="DeleteTags DeleteVpcEndpoints ModifyVpcEndpoint"),
    ),
}
