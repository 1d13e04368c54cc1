"""Versioning of a bucket is not suspended or turned off."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import any_given, on, one_of
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="s3-bucket-versioning",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=(
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:s3/bucketVersioningV2:BucketVersioningV2",
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketV2:BucketV2",
    ),
    summary="A bucket that speaks of versioning has it on.",
    cause="An object that is overwritten or deleted is lost.",
    remedy="set versioning to Enabled",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    frameworks=("AWS FSBP S3.14",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A bucket without the old block is versioned by a resource of its own, if at all."""
    if "Versioning" in resource.type:
        yield from one_of(resource["versioningConfiguration.status"], "Enabled")
    elif any_given(resource, "versioning", "versionings"):
        block = resource["versioning" if resource["versioning"].present else "versionings"]
        yield from on(block["enabled"])
    else:
        yield not_applicable("a BucketVersioning of its own says it")
