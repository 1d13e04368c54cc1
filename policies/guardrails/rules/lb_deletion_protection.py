"""A load balancer of production cannot be deleted by mistake."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import outside_production
from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="lb-deletion-protection",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"),
    summary="A load balancer of production cannot be deleted by mistake.",
    cause="One wrong command takes the service and its address away.",
    remedy="set enableDeletionProtection to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-6",
    frameworks=("AWS FSBP ELB.6",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It can unless that is set; the protection of Pulumi counts too."""
    if outside_production(resource):
        yield not_applicable("the stack serves no users")
    elif not resource.protect:
        yield from on(resource["enableDeletionProtection"])
