"""Every bucket of the stack has a public access block, of its own or the account's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.companions import lacking
from guardrails.rule import Family, Finding, Severity, Stack, StackRule, not_applicable, violation

BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
BLOCK: Final = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ACCOUNT_BLOCK: Final = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"

RULE = StackRule(
    id="s3-bucket-without-public-access-block",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=(*BUCKETS, BLOCK, ACCOUNT_BLOCK),
    summary="Every bucket has a public access block.",
    cause="A policy or an ACL that is added later can open the bucket to the internet.",
    remedy="add a BucketPublicAccessBlock for it with all four switches on",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    frameworks=("CIS AWS Foundations 2.1.4", "AWS FSBP S3.8"),
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """A block belongs to the bucket that it names or that its bucket property was made from."""
    if stack.of(ACCOUNT_BLOCK):
        yield not_applicable("the account's own block covers every bucket")
        return
    for bucket in lacking(stack, BUCKETS, {BLOCK: "bucket"}, "bucket", "id"):
        yield violation("bucket", "has no public access block in this stack", bucket)
