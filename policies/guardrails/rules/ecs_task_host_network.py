"""A task has a network of its own."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="ecs-task-host-network",
    family=Family.PUBLIC,
    severity=Severity.MEDIUM,
    resources=("aws:ecs/taskDefinition:TaskDefinition",),
    summary="A task has a network of its own.",
    cause="The containers see the host's network and reach its metadata, with the role of the host.",
    remedy="set networkMode to awsvpc",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-17",
    frameworks=("AWS FSBP ECS.17",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Agents that watch a host need it, so the rule is advisory."""
    if (mode := resource["networkMode"]).text() == "host":
        yield violation(mode, "is host")
