"""A security group that lets everybody in by HTTP or HTTPS is there on purpose, in front of a load balancer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import ingress
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

WEB: Final = (80, 443)

RULE = Rule(
    id="ec2-security-group-open-web",
    family=Family.PUBLIC,
    severity=Severity.LOW,
    resources=ingress.TYPES,
    summary="No security group lets the whole internet in by HTTP or HTTPS, unless it is a public load balancer's.",
    cause="The server answers everybody, without the load balancer and the web ACL that filter requests.",
    remedy="let in the load balancer's security group or CloudFront's prefix list, or exempt the load balancer's group",
    url="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A public load balancer needs it, so the rule is advisory; other ports stop the deployment."""
    for rule, block in ingress.open_blocks(resource):
        if ingress.opens_only(rule, *WEB):
            yield violation(block, f"is {block.show()}")
    if (reason := ingress.no_ingress(resource)) is not None:
        yield not_applicable(reason)
