"""A bucket of production must be emptied before it can go."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import is_production
from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="s3-bucket-force-destroy",
    family=Family.COST,
    severity=Severity.MEDIUM,
    resources=("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"),
    summary="A production bucket is not deleted together with its objects.",
    cause="Whoever removes the bucket from the program deletes all its objects without being asked.",
    remedy="set forceDestroy to false in production",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Elsewhere it is a help to tidy up."""
    if is_production(resource):
        yield from not_on(resource["forceDestroy"])
    else:
        yield not_applicable("the stack is not known to be production")
