"""ECS Exec logs what is typed. The task's own log driver is the default."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ecs-cluster-exec-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:ecs/cluster:Cluster",),
    summary="Shells that are opened in containers are logged.",
    cause="What people type in a production container is written down nowhere.",
    remedy="leave executeCommandConfiguration.logging at DEFAULT, or set it to OVERRIDE with a logConfiguration",
    url="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only NONE turns it off."""
    yield from if_set(resource["configuration.executeCommandConfiguration.logging"], "DEFAULT", "OVERRIDE")
