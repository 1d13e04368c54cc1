"""Containers log to a driver that is named. A side-car can collect logs instead, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ecs-task-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:ecs/taskDefinition:TaskDefinition",),
    summary="Each container of a task says where its logs go.",
    cause="What the container prints is lost with it.",
    remedy="set logConfiguration in the container's definition",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
    frameworks=("AWS FSBP ECS.9",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The definitions are a JSON document."""
    for container in resource["containerDefinitions"].document().each():
        yield from given(container["logConfiguration"])
