"""An SNS topic is encrypted at rest.

There is no repair that is always safe: with ``alias/aws/sns`` CloudWatch, S3 and EventBridge can no longer publish.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="sns-topic-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:sns/topic:Topic",),
    summary="An SNS topic is encrypted with a KMS key.",
    cause="Messages, which carry alarm and business data, lie unencrypted in the service.",
    remedy="set kmsMasterKeyId to your key, whose policy must let the publishing services use it",
    url="https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
    frameworks=("AWS FSBP SNS.1",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough, so a key that is made in the same update passes."""
    yield from given(resource["kmsMasterKeyId"])
