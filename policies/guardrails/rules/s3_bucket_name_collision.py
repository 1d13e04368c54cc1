"""No two S3 resources of a stack have one name, not even by providers of two Regions: S3 is global."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import global_names
from guardrails.rule import Family, Finding, Severity, Stack, StackRule

NAMES: Final = {"aws:s3/bucket:Bucket": "bucket", "aws:s3/bucketV2:BucketV2": "bucket"}
"""What holds the name of each kind of bucket."""

RULE = StackRule(
    id="s3-bucket-name-collision",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=tuple(NAMES),
    summary="No two resources of S3 in a stack have the same name.",
    cause="S3 names are global: the second is rejected, whatever its Region.",
    remedy="put the Region into the name, or make it once and use it in both Regions",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Names that Pulumi makes up differ; only those that the program chose can collide."""
    yield from global_names.collisions(stack, NAMES)
