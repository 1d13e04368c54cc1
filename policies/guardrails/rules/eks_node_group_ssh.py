"""SSH to the nodes of a cluster is open to named security groups only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import filled
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="eks-node-group-ssh",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:eks/nodeGroup:NodeGroup",),
    summary="SSH to the nodes of a cluster is open to named security groups only.",
    cause="EKS makes a security group that lets the whole internet reach port 22.",
    remedy="set remoteAccess.sourceSecurityGroupIds, or leave remoteAccess out and use Session Manager",
    url="https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a key there is no access."""
    access = resource["remoteAccess"]
    if access["ec2SshKey"].missing:
        yield not_applicable("the nodes have no SSH access")
    else:
        yield from filled(access["sourceSecurityGroupIds"])
