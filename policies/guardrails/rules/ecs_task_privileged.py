"""No container of a task or a batch job is privileged or shares the processes of its host."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.containers import DOCUMENTS, containers
from guardrails.demands import if_set, not_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="ecs-task-privileged",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=tuple(DOCUMENTS),
    summary="No container of a task or a batch job is privileged or shares the processes of its host.",
    cause="Who breaks into the container owns the host and everything else on it.",
    remedy="leave privileged, pidMode and ipcMode out",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-4",
    frameworks=("AWS FSBP ECS.3", "AWS FSBP ECS.4"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The definitions are a JSON document."""
    for container in containers(resource):
        yield from not_on(container["privileged"])
    for shared in ("pidMode", "ipcMode"):
        yield from if_set(resource[shared], "task", "none")
