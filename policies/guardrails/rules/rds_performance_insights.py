"""A database of production keeps which queries load it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.environments import outside_production
from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

SMALL: Final = ("db.t2.", "db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small")

RULE = Rule(
    id="rds-performance-insights",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"),
    summary="A database of production keeps which queries load it.",
    cause="A slow query is looked for by guessing.",
    remedy="set performanceInsightsEnabled to true, with a class that has it",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The smallest classes have none."""
    kind = resource["instanceClass"].text()
    if outside_production(resource):
        yield not_applicable("the stack serves no users")
    elif kind is None or not kind.startswith(SMALL):
        yield from on(resource["performanceInsightsEnabled"])
    else:
        yield not_applicable(f"{kind} has no Performance Insights")
