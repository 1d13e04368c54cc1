"""A machine of production has metrics by the minute."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import outside_production
from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="ec2-instance-monitoring",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:ec2/instance:Instance",),
    summary="A machine of production has metrics by the minute.",
    cause="An alarm sees five minutes later that the machine is overloaded.",
    remedy="set monitoring to true",
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Basic metrics come every five minutes."""
    if outside_production(resource):
        yield not_applicable("the stack serves no users")
    else:
        yield from on(resource["monitoring"])
