"""A load balancer drops headers that are not valid."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="lb-invalid-headers",
    family=Family.PUBLIC,
    severity=Severity.MEDIUM,
    resources=("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"),
    summary="A load balancer drops headers that are not valid.",
    cause="Requests are smuggled past what the load balancer and the web ACL check.",
    remedy="set dropInvalidHeaderFields to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4",
    frameworks=("AWS FSBP ELB.4",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It forwards them unless it is told otherwise."""
    if resource["loadBalancerType"].text() not in {None, "application"}:
        yield not_applicable("it is no application load balancer")
    else:
        yield from on(resource["dropInvalidHeaderFields"])
