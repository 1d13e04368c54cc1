"""An application load balancer that the internet reaches has a web ACL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.companions import lacking
from guardrails.rule import Family, Finding, Level, Resource, Severity, Stack, StackRule, violation

BALANCERS: Final = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
ASSOCIATION: Final = "aws:wafv2/webAclAssociation:WebAclAssociation"

RULE = StackRule(
    id="wafv2-load-balancer",
    family=Family.PUBLIC,
    severity=Severity.LOW,
    resources=(*BALANCERS, ASSOCIATION),
    summary="An application load balancer that the internet reaches has a web ACL.",
    cause="Floods and known attacks reach the servers.",
    remedy="add a WebAclAssociation with the load balancer's ARN as resourceArn",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-16",
    frameworks=("AWS FSBP ELB.16",),
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """What Firewall Manager adds is not seen here, so the rule is advisory."""
    for balancer in lacking(stack, BALANCERS, {ASSOCIATION: "resourceArn"}, "arn"):
        application = balancer["loadBalancerType"].text() in {None, "application"}
        if application and not balancer["loadBalancerType"].unknown and _is_public(balancer):
            yield violation("arn", "is named by no web ACL association of this stack", balancer)


def _is_public(balancer: Resource) -> bool:
    internal = balancer["internal"]
    return internal.missing or internal.flag() is False
