"""A Firehose stream encrypts the records that producers put into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import any_given, on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="kinesis-firehose-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",),
    summary="A delivery stream that takes records directly encrypts them.",
    cause="Records lie in clear until they are delivered.",
    remedy="set serverSideEncryption.enabled to true",
    url="https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
    frameworks=("AWS FSBP DataFirehose.1", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A stream that reads from Kinesis or MSK keeps no records of its own."""
    if _elsewhere(resource):
        yield not_applicable("the records are kept, and encrypted, by the stream's source")
    else:
        yield from on(resource["serverSideEncryption.enabled"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """A key of Firehose's own. A block that names a key or its kind is left to its owner."""
    block = resource["serverSideEncryption"]
    right = _elsewhere(resource) or block["enabled"].unknown or block["enabled"].flag()
    chosen = any(block[name].present for name in ("keyArn", "keyType"))
    return {} if right or chosen else {"serverSideEncryption": {"enabled": True}}


def _elsewhere(resource: Resource) -> bool:
    return any_given(resource, "kinesisSourceConfiguration", "mskSourceConfiguration")
