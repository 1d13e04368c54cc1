"""An SQS queue says how it is encrypted: by a KMS key or by SQS's own."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sqs-queue-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:sqs/queue:Queue",),
    summary="An SQS queue is encrypted at rest.",
    cause="Messages lie in the service without encryption, or with a default that a later change can remove unnoticed.",
    remedy="set kmsMasterKeyId to your key, or sqsManagedSseEnabled to true",
    url="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    frameworks=("AWS FSBP SQS.1",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Either of the two is enough."""
    key = resource["kmsMasterKeyId"]
    if key.present and (key.unknown or key.text()):
        return
    managed = resource["sqsManagedSseEnabled"]
    if managed.missing:
        yield violation("kmsMasterKeyId", "is not set")
    elif managed.flag() is False:
        yield violation(managed, "is false and kmsMasterKeyId is not set")
