"""All four switches of a public access block are on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.demands import not_off, on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

SWITCHES: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

RULE = Rule(
    id="s3-public-access-block",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        "aws:s3/accessPoint:AccessPoint",
        "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
    ),
    summary="A public access block has all four switches on.",
    cause="An ACL or a policy, today's or a later one, can open the bucket to the internet.",
    remedy="set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    frameworks=("CIS AWS Foundations 2.1.4", "AWS FSBP S3.8"),
)


NESTED: Final = {
    "aws:s3/accessPoint:AccessPoint": "publicAccessBlockConfiguration",
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": "details.publicAccessBlock",
}
"""Where an access point keeps its switches; AWS turns on those that are not named there."""


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """In a block of its own an absent switch is off."""
    if resource.type in NESTED:
        block = resource[NESTED[resource.type]]
        for name in SWITCHES:
            yield from not_off(block[name])
        return
    for name in SWITCHES:
        yield from on(resource[name])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """All four are on, those that cannot be known yet too. An access point cannot be changed after it is made."""
    if resource.type in NESTED or not any(check(resource)):
        return {}
    return dict.fromkeys(SWITCHES, True)
