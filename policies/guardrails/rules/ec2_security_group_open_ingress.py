"""No security group lets the whole internet in, in any of the three styles in which Pulumi writes ingress."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import ingress
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable, violation

RULE = Rule(
    id="ec2-security-group-open-ingress",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=ingress.TYPES,
    summary="No security group accepts traffic from the whole internet, but for ports of web servers.",
    cause="Everything that listens behind the group can be attacked from anywhere.",
    remedy="name the CIDR block, prefix list or security group that needs access",
    url="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    frameworks=("CIS AWS Foundations 5.2", "CIS AWS Foundations 5.3", "AWS FSBP EC2.18"),
    settings=(
        Setting(
            "openPorts",
            {
                "type": "array",
                "items": {"type": "integer", "minimum": 0, "maximum": 65535},
                "description": "Ports that may be open to everybody, each by itself",
            },
            [80, 443],
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag IPv4 and IPv6 blocks that hold the internet or one half of it; a rule of one port may be open on purpose."""
    ports = resource.whole_numbers("openPorts")
    for rule, block in ingress.open_blocks(resource):
        if ingress.opens_only(rule, *ports) is False:
            yield violation(block, f"is {block.show()}")
    if (reason := ingress.no_ingress(resource)) is not None:
        yield not_applicable(reason)
