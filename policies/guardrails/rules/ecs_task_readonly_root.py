"""The root file system of each container is read-only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="ecs-task-readonly-root",
    family=Family.IAM,
    severity=Severity.LOW,
    resources=("aws:ecs/taskDefinition:TaskDefinition",),
    summary="The root file system of each container is read-only.",
    cause="Who breaks into the container can put programs into it.",
    remedy="set readonlyRootFilesystem to true in the container's definition, with volumes for what is written",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5",
    frameworks=("AWS FSBP ECS.5",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Windows containers have no such switch."""
    if (resource["runtimePlatform.operatingSystemFamily"].text() or "").startswith("WINDOWS"):
        yield not_applicable("Windows containers cannot have it")
        return
    for container in resource["containerDefinitions"].document().each():
        yield from on(container["readonlyRootFilesystem"])
