"""Every bucket of the stack logs its accesses, but for the buckets that receive the logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.companions import completes, lacking
from guardrails.demands import any_given
from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, violation

BUCKETS: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
LOGGING: Final = ("aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2")

RULE = StackRule(
    id="s3-bucket-without-access-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=(
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketV2:BucketV2",
        "aws:s3/bucketLogging:BucketLogging",
        "aws:s3/bucketLoggingV2:BucketLoggingV2",
    ),
    summary="Every bucket has server access logs.",
    cause="Who read or deleted which object is written down nowhere.",
    remedy="add a BucketLogging for it, or record data events with CloudTrail",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
    frameworks=("AWS FSBP S3.9",),
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """CloudTrail's data events say the same, so the rule is advisory."""
    logs = dict.fromkeys(LOGGING, "bucket")
    targets = [part for token in LOGGING for part in stack.of(token)]
    for bucket in lacking(stack, BUCKETS, logs, "bucket"):
        receives = any(completes(part, "targetBucket", bucket, "bucket") for part in targets)
        if not receives and not any_given(bucket, "logging", "loggings"):
            yield violation("logging", "is not set, and no BucketLogging of this stack is for it", bucket)
