"""An SQS queue is encrypted: by a KMS key or by SQS's own, which is the default of new queues since 2022."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="sqs-queue-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:sqs/queue:Queue",),
    summary="An SQS queue is encrypted at rest.",
    cause="Messages lie in the service without encryption.",
    remedy="leave sqsManagedSseEnabled out or set it to true, or set kmsMasterKeyId to your key",
    url="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    frameworks=("AWS FSBP SQS.1",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only an explicit false turns SQS's own key off; a KMS key replaces it."""
    if not _keyed(resource):
        yield from not_off(resource["sqsManagedSseEnabled"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """SQS's own key costs nothing and needs no permission."""
    off = not _keyed(resource) and resource["sqsManagedSseEnabled"].flag() is False
    return {"sqsManagedSseEnabled": True} if off else {}


def _keyed(resource: Resource) -> bool:
    key = resource["kmsMasterKeyId"]
    return key.unknown or bool(key.text())
