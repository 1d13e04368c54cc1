"""An SQS queue says how it is encrypted: by a KMS key or by SQS's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import on, turned_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

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
    if not _keyed(resource):
        yield from on(resource["sqsManagedSseEnabled"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """SQS's own key costs nothing and needs no permission."""
    return {} if _keyed(resource) else turned_on(resource, "sqsManagedSseEnabled")


def _keyed(resource: Resource) -> bool:
    key = resource["kmsMasterKeyId"]
    return key.unknown or bool(key.text())
