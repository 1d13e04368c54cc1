"""No environment variable of a container, of ECS or Batch, holds a credential."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import plain_secrets
from guardrails.aws.containers import DOCUMENTS, containers
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="ecs-task-secret",
    family=Family.IAM,
    severity=Severity.CRITICAL,
    resources=tuple(DOCUMENTS),
    summary="No environment variable of a container, of ECS or Batch, holds a credential.",
    cause="Everybody who may read the task definition, in every version, reads the credential.",
    remedy="keep it in Secrets Manager or Parameter Store, and name it under secrets",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-8",
    frameworks=("AWS FSBP ECS.8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """By the shape of the value, or by the name of the variable; the value is never shown."""
    for container in containers(resource):
        for variable in container["environment"].each():
            name, value = variable["name"].text(), variable["value"]
            if name is not None and value.is_text:
                kind = plain_secrets.in_variable(name, str(value.text()))
                if kind is not None:
                    yield violation(value, f"holds {kind}")
