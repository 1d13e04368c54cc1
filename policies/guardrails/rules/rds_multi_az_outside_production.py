"""Multi-AZ is for production, as far as the pack's configuration says what a stack is for."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import outside_production
from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="rds-multi-az-outside-production",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:rds/instance:Instance",),
    summary="A database outside production has no standby.",
    cause="The standby doubles the price of a database that nobody waits for.",
    remedy="set multiAz to false for this stack",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Sound tests of failover are the exception; exempt them."""
    if not outside_production(resource):
        yield not_applicable("the stack is not known to be outside production")
        return
    yield from not_on(resource["multiAz"])
