"""The tasks of a service have no public address."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ecs-service-public-ip",
    family=Family.PUBLIC,
    severity=Severity.MEDIUM,
    resources=("aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"),
    summary="The tasks of a service have no public address.",
    cause="The containers are on the internet; one open security group is then enough to reach them.",
    remedy="set networkConfiguration.assignPublicIp to false, and call AWS through VPC endpoints or a NAT gateway",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-2",
    frameworks=("AWS FSBP ECS.2",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """They have none unless it is asked for."""
    yield from not_on(resource["networkConfiguration.assignPublicIp"])
