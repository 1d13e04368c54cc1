"""A load balancer refuses requests that servers read in different ways."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="lb-desync-mitigation",
    family=Family.PUBLIC,
    severity=Severity.MEDIUM,
    resources=(
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:alb/loadBalancer:LoadBalancer",
        "aws:elb/loadBalancer:LoadBalancer",
    ),
    summary="A load balancer refuses requests that servers read in different ways.",
    cause="Requests are smuggled past what the load balancer checks, into the requests of other users.",
    remedy="leave desyncMitigationMode out, or set it to defensive or strictest",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-12",
    frameworks=("AWS FSBP ELB.12", "AWS FSBP ELB.14"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It is defensive by itself."""
    yield from if_set(resource["desyncMitigationMode"], "defensive", "strictest")
