"""Endpoints of a VPC."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.costing.units import month_hours
from advisor.spread import Spread
from advisor.stack.resources import Resource
from advisor.usage.sections import NetworkUsage

MOST_ZONES: Final = 6
"""No Region has more Availability Zones: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html"""


def vpc_endpoint(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """An interface endpoint is billed by the hour in each of its zones, and by data; a gateway endpoint is not."""
    kind = resource.properties.text("vpcEndpointType", "Gateway")
    if kind == "Gateway":
        yield Free("a gateway endpoint is not billed")
        return
    yield Charge("hours in each zone", "vpc/interface-endpoint", month_hours(_zones(resource)))
    yield Charge("data", "vpc/interface-data", context.usage.of(NetworkUsage, resource.name).data_gb)


def _zones(resource: Resource) -> Spread:
    """One for each subnet; where the list itself is not known, the subnets that it comes from, else a range."""
    if not resource.properties.is_unknown("subnetIds"):
        return Spread.exactly(max(1, len(resource.properties.elements("subnetIds"))))
    linked = len(resource.links.get("subnetIds", ()))
    return Spread.exactly(linked) if linked else Spread(1, 2, MOST_ZONES)


PRICERS: Final[Mapping[str, Pricer]] = {"aws:ec2/vpcEndpoint:VpcEndpoint": vpc_endpoint}
