"""Every bucket of the stack has a policy, the place where requests without TLS are denied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Level, Resource, Severity, Stack, StackRule, not_applicable, violation

BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
POLICY: Final = "aws:s3/bucketPolicy:BucketPolicy"

RULE = StackRule(
    id="s3-bucket-without-tls-policy",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=(*BUCKETS, POLICY),
    summary="Every bucket has a policy that can deny requests without TLS.",
    cause="Objects and credentials can be read on the way.",
    remedy='add a BucketPolicy that denies s3:* to "*" under the condition Bool aws:SecureTransport false',
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit",
    frameworks=("AWS FSBP S3.5",),
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """What a policy says is judged by s3-bucket-policy-tls; here it is missed."""
    buckets = [bucket for token in BUCKETS for bucket in stack.of(token)]
    if not buckets:
        yield not_applicable("the stack has no bucket")
    for bucket in buckets:
        if bucket["policy"].missing and not any(_belongs(policy, bucket) for policy in stack.of(POLICY)):
            yield violation("policy", "is not set, and the stack has no BucketPolicy for it", bucket)


def _belongs(policy: Resource, bucket: Resource) -> bool:
    if bucket.urn in policy.links.get("bucket", ()):
        return True
    named, name = policy["bucket"], bucket["bucket"]
    return named.is_text and name.is_text and named.text() == name.text()
