"""An instance outside production has no accelerators and is smaller than a 4xlarge."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import outside_production
from guardrails.aws.instance_sizes import oversized
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="ec2-instance-size-outside-production",
    family=Family.COST,
    severity=Severity.LOW,
    resources=(
        "aws:ec2/instance:Instance",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
    ),
    summary="An instance outside production is small.",
    cause="Capacity that runs all day for a test costs as much as production's.",
    remedy="choose a smaller instance, or exempt the stack with the reason",
    url="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/welcome.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A stack that nothing is said of may be production."""
    if not outside_production(resource):
        yield not_applicable("the stack is not known to be outside production")
        return
    kind = resource["instanceType"]
    why = oversized(kind.text() or "")
    if why:
        yield violation(kind, f"is {kind.show()}, which {why}")
