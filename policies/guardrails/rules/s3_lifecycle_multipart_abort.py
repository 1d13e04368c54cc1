"""One of the rules of a bucket's life cycle aborts incomplete uploads."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="s3-lifecycle-multipart-abort",
    family=Family.COST,
    severity=Severity.LOW,
    resources=(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    ),
    summary="A bucket's life cycle removes uploads that were never finished.",
    cause="Parts of broken uploads are paid for ever, and no listing shows them.",
    remedy="add a rule with abortIncompleteMultipartUpload",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A rule that is disabled does nothing."""
    rules = resource["rules"]
    active = [rule for rule in rules.each() if rule["status"].text() != "Disabled"]
    if not rules.unknown and not any(rule["abortIncompleteMultipartUpload"].present for rule in active):
        yield violation(rules, "has no abortIncompleteMultipartUpload")
