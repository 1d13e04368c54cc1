"""An Application Load Balancer writes access logs. Many stacks log behind it instead, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="lb-access-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"),
    summary="An Application Load Balancer writes access logs.",
    cause="Nobody can tell who called, and with what result.",
    remedy="set accessLogs with a bucket and enabled true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
    frameworks=("AWS FSBP ELB.5",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Network balancers log TLS only, gateway balancers nothing."""
    if resource["loadBalancerType"].text() in {"network", "gateway"}:
        yield not_applicable("only Application Load Balancers log every request")
    else:
        yield from on(resource["accessLogs.enabled"])
