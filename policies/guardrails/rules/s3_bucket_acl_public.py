"""No bucket or object ACL is for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

CANNED: Final = frozenset({"public-read", "public-read-write", "authenticated-read"})
GROUPS: Final = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")

RULE = Rule(
    id="s3-bucket-acl-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=(
        "aws:s3/bucketAcl:BucketAcl",
        "aws:s3/bucketAclV2:BucketAclV2",
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketV2:BucketV2",
        "aws:s3/bucketObjectv2:BucketObjectv2",
        "aws:s3/bucketObject:BucketObject",
    ),
    summary="No ACL of a bucket or object is for everyone.",
    cause="Everybody, or everybody with any AWS account, can read what lies there.",
    remedy="remove the ACL and set BucketOwnershipControls to BucketOwnerEnforced",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
    frameworks=("AWS FSBP S3.12",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Canned ACLs and grants to the two groups of everyone."""
    acl, grants = resource["acl"], resource["accessControlPolicy"]["grants"]
    inline = resource["grants"]
    if acl.missing and grants.missing and inline.missing:
        yield not_applicable("there is no ACL")
    if acl.text() in CANNED:
        yield violation(acl, f"is {acl.show()}")
    for grant in (*grants.each(), *inline.each()):
        group = grant["uri"] if inline.present else grant["grantee.uri"]
        if (group.text() or "").endswith(GROUPS):
            yield violation(group, "grants to everyone")
