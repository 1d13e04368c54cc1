"""The block devices that an instance, a spot request or a launch template describes are encrypted.

A device that is not described is as its image makes it. One that comes from a snapshot, and does not say otherwise, is
as the snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.block_devices import devices
from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="ec2-block-device-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=(
        "aws:ec2/instance:Instance",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
    ),
    summary="The disks that an instance or its template describes are encrypted.",
    cause="The disks and their snapshots lie in clear.",
    remedy="set encrypted to true on the device",
    url="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    frameworks=("AWS FSBP EC2.3", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Each described device is judged alone."""
    described = list(devices(resource))
    for device in described:
        if device["encrypted"].present or device["snapshotId"].missing:
            yield from on(device["encrypted"])
    if not described:
        yield not_applicable("the image describes the disks")
