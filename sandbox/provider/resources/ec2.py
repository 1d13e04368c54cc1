"""VPCs and what is in them (the package keeps security group rules under `vpc`)."""

from __future__ import annotations

from sandbox.provider.resources._ec2_endpoint import VpcEndpoint
from sandbox.provider.resources._ec2_network import RouteTable, RouteTableAssociation, Subnet, Vpc
from sandbox.provider.resources._ec2_security import EgressRule, IngressRule, SecurityGroup

RESOURCES = (Vpc, Subnet, RouteTable, RouteTableAssociation, VpcEndpoint, SecurityGroup, IngressRule, EgressRule)
