"""A Kinesis stream is encrypted at rest, by AWS's key or a customer's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="kinesis-stream-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:kinesis/stream:Stream",),
    summary="A Kinesis stream is encrypted at rest.",
    cause="Records lie in clear for the whole retention period.",
    remedy="set encryptionType to KMS, with kmsKeyId alias/aws/kinesis or your key",
    url="https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html",
    frameworks=("AWS FSBP Kinesis.1", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a type the stream is in clear."""
    yield from one_of(resource["encryptionType"], "KMS")


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """AWS's own key for Kinesis, unless the program names one."""
    kind = resource["encryptionType"]
    if kind.unknown or kind.text() == "KMS":
        return {}
    key = {} if resource["kmsKeyId"].present else {"kmsKeyId": "alias/aws/kinesis"}
    return {"encryptionType": "KMS", **key}
