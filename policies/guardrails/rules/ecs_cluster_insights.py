"""An ECS cluster has Container Insights. It costs, and the account can set it, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="ecs-cluster-insights",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:ecs/cluster:Cluster",),
    summary="A cluster has Container Insights.",
    cause="Memory, restarts and the network of tasks are measured by nobody.",
    remedy="set containerInsights to enabled or enhanced in settings",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
    frameworks=("AWS FSBP ECS.12",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The setting is a name and a value."""
    settings = resource["settings"]
    values = [setting["value"] for setting in settings.each() if setting["name"].text() in {"containerInsights", None}]
    for value in values:
        yield from if_set(value, "enabled", "enhanced")
    if not values and not settings.unknown:
        yield violation(settings, "has no containerInsights")
