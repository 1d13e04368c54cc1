"""Every bucket of the stack has a policy. What the policy says is judged by s3-bucket-policy-tls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.companions import lacking
from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, violation

BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")

RULE = StackRule(
    id="s3-bucket-without-tls-policy",
    family=Family.ENCRYPTION,
    severity=Severity.LOW,
    resources=("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2", "aws:s3/bucketPolicy:BucketPolicy"),
    summary="Every bucket has a policy that can deny requests without TLS.",
    cause="A client with the wrong endpoint sends objects and signatures in clear.",
    remedy="add a BucketPolicy for it with a Deny under the condition Bool aws:SecureTransport false",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit",
    frameworks=("AWS FSBP S3.5",),
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """A policy is a resource of its own or the bucket's old property."""
    for bucket in lacking(stack, BUCKETS, {"aws:s3/bucketPolicy:BucketPolicy": "bucket"}, "bucket"):
        if bucket["policy"].missing:
            yield violation("policy", "is not set, and no BucketPolicy of this stack is for it", bucket)
