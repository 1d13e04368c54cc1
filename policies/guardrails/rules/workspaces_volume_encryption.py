"""The volumes of a virtual desktop are encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="workspaces-volume-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:workspaces/workspace:Workspace",),
    summary="Both volumes of a WorkSpace are encrypted.",
    cause="What people keep on their desktop lies in clear.",
    remedy="set rootVolumeEncryptionEnabled and userVolumeEncryptionEnabled to true, with a volumeEncryptionKey",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/workspaces-controls.html",
    frameworks=("AWS FSBP WorkSpaces.1", "AWS FSBP WorkSpaces.2"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """WorkSpaces encrypts only when it is told to."""
    yield from on(resource["rootVolumeEncryptionEnabled"])
    yield from on(resource["userVolumeEncryptionEnabled"])
