"""A copy of a snapshot or an image is encrypted, whatever its source is."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="ebs-snapshot-copy-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:ebs/snapshotCopy:SnapshotCopy", "aws:ec2/amiCopy:AmiCopy"),
    summary="A copy of a snapshot or an image is encrypted.",
    cause="A copy in clear can be shared with any account and read there.",
    remedy="set encrypted to true",
    url="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html",
    frameworks=("NIST 800-53 SC-28",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The copy of a source in clear is in clear unless this is set."""
    yield from on(resource["encrypted"])
