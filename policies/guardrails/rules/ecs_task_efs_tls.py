"""Each EFS volume of a task definition is encrypted in transit."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="ecs-task-efs-tls",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:ecs/taskDefinition:TaskDefinition",),
    summary="A task mounts EFS by TLS.",
    cause="Files can be read on the way between the task and the file system.",
    remedy="set efsVolumeConfiguration.transitEncryption to ENABLED",
    url="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html",
    frameworks=("NIST 800-53 SC-8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """EFS is mounted in clear unless told otherwise. Other volumes have no such choice."""
    volumes = [volume["efsVolumeConfiguration"] for volume in resource["volumes"].each()]
    mounts = [mount for mount in volumes if mount.present]
    for mount in mounts:
        yield from one_of(mount["transitEncryption"], "ENABLED")
    if not mounts:
        yield not_applicable("no volume is on EFS")
