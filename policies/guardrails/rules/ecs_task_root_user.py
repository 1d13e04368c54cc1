"""No container of a task asks to run as root."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="ecs-task-root-user",
    family=Family.IAM,
    severity=Severity.MEDIUM,
    resources=("aws:ecs/taskDefinition:TaskDefinition",),
    summary="No container of a task asks to run as root.",
    cause="Who breaks into the container can change it, and has a better chance against the host.",
    remedy="set user in the container's definition to one that is not root",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
    frameworks=("AWS FSBP ECS.20",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without user, the image says who; that is not known here."""
    for container in resource["containerDefinitions"].document().each():
        user = container["user"]
        if (user.text() or "").partition(":")[0] in {"root", "0"}:
            yield violation(user, f"is {user.show()}")
