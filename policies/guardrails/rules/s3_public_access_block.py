"""All four switches of a public access block are on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

SWITCHES: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

RULE = Rule(
    id="s3-public-access-block",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    ),
    summary="A public access block has all four switches on.",
    cause="An ACL or a policy, today's or a later one, can open the bucket to the internet.",
    remedy="set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    frameworks=("CIS AWS Foundations 2.1.4", "AWS FSBP S3.8"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An absent switch is off."""
    for name in SWITCHES:
        switch = resource[name]
        if switch.missing:
            yield violation(name, "is not set")
        elif switch.flag() is False:
            yield violation(switch, "is false")
