"""An EBS volume is encrypted at rest, by AWS's key or a customer's.

There is no repair: to change it, AWS replaces the resource, and its data with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="ebs-volume-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:ebs/volume:Volume",),
    summary="An EBS volume is encrypted at rest.",
    cause="The volume and every snapshot of it lie in clear.",
    remedy="set encrypted to true before the volume is made",
    url="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    frameworks=("AWS FSBP EC2.3", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A volume made from a snapshot is encrypted as the snapshot is."""
    encrypted = resource["encrypted"]
    if encrypted.missing and resource["snapshotId"].present:
        yield not_applicable("a volume takes the encryption of its snapshot")
    else:
        yield from on(encrypted)
