"""A queue has a key of the account, unless it says that SQS's own is meant."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="sqs-queue-kms",
    family=Family.ENCRYPTION,
    severity=Severity.LOW,
    resources=("aws:sqs/queue:Queue",),
    summary="An SQS queue is encrypted with a KMS key.",
    cause="With SQS's own key, access can be neither withdrawn nor audited.",
    remedy="set kmsMasterKeyId to your key, whose policy must let the producing services use it",
    url="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    frameworks=("NIST 800-53 SC-28",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough, so a key that is made in the same update passes."""
    if resource["kmsMasterKeyId"].missing and resource["sqsManagedSseEnabled"].flag():
        yield not_applicable("the queue uses SQS's own key on purpose")
        return
    yield from given(resource["kmsMasterKeyId"])
