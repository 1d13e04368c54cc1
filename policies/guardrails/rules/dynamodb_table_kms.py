"""A DynamoDB table is encrypted by KMS, so that access to the key is an access control of its own and is logged.

``enabled: true`` without a key means the account's ``aws/dynamodb`` key. Without the block the table has AWS's own key,
which nobody can audit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import any_given, on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="dynamodb-table-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:dynamodb/table:Table",),
    summary="A DynamoDB table is encrypted with a KMS key.",
    cause="With the key that AWS owns, access can be neither withdrawn nor audited.",
    remedy="set serverSideEncryption to enabled with the kmsKeyArn of your key",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html",
    frameworks=("NIST 800-53 SC-28",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A table restored from another keeps that one's encryption unless told otherwise."""
    block = resource["serverSideEncryption"]
    if block.missing and _restored(resource):
        yield not_applicable("a restored table takes the encryption of its source")
    else:
        yield from on(block["enabled"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """The account's aws/dynamodb key. A block that is there may name a key, so it is left to its owner."""
    untouched = resource["serverSideEncryption"].present or _restored(resource)
    return {} if untouched else {"serverSideEncryption": {"enabled": True}}


def _restored(resource: Resource) -> bool:
    return any_given(resource, "restoreSourceTableArn", "restoreSourceName", "restoreBackupArn")
