"""An EFS file system is encrypted at rest, by AWS's key or a customer's.

There is no repair: to change it, AWS replaces the resource, and its data with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="efs-file-system-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:efs/fileSystem:FileSystem",),
    summary="An EFS file system is encrypted at rest.",
    cause="Files lie in clear on AWS's disks, and encryption cannot be turned on later.",
    remedy="set encrypted to true before the file system is made",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html",
    frameworks=("AWS FSBP EFS.1", "CIS AWS Foundations 2.4.1", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """EFS encrypts only when it is told to."""
    yield from on(resource["encrypted"])
