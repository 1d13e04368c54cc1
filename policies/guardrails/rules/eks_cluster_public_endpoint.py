"""A cluster's API is not open to the whole internet: that is AWS's default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

EVERYBODY: Final = frozenset({"0.0.0.0/0", "::/0"})


RULE = Rule(
    id="eks-cluster-public-endpoint",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:eks/cluster:Cluster",),
    summary="A cluster's API endpoint is private, or open to named addresses.",
    cause="Anybody can try credentials and unpatched flaws on the cluster's API.",
    remedy="set vpcConfig.endpointPublicAccess to false, or name your networks in vpcConfig.publicAccessCidrs",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-1",
    frameworks=("AWS FSBP EKS.1",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The endpoint is public unless that is turned off, and for everybody unless networks are named."""
    public, networks = resource["vpcConfig.endpointPublicAccess"], resource["vpcConfig.publicAccessCidrs"]
    if public.flag() is False or public.unknown:
        return
    if networks.missing:
        yield violation(networks, "is not set, which means everybody")
    for network in networks.each():
        if network.text() in EVERYBODY:
            yield violation(network, f"is {network.show()}")
