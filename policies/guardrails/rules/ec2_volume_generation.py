"""A volume that names its type names one of the current generation."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.block_devices import devices
from guardrails.props import Props
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="ec2-volume-generation",
    family=Family.COST,
    severity=Severity.LOW,
    resources=(
        "aws:ebs/volume:Volume",
        "aws:ec2/instance:Instance",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
    ),
    summary="A volume is of the current generation.",
    cause="gp2 costs a fifth more than gp3 for the same size; io1 costs as much as io2 and fails more often.",
    remedy="set the volume's type to gp3, or io2 in place of io1",
    url="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A device without a type has what its image or account says."""
    yield from _judge(resource["type"])
    for device in devices(resource):
        yield from _judge(device["volumeType"])


def _judge(kind: Props) -> Iterator[Finding]:
    if kind.text() in {"gp2", "io1", "standard"}:
        yield violation(kind, f"is {kind.show()}")
