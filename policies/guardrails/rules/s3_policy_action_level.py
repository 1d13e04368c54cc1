"""Each action of a bucket's policy fits one of its statement's resources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam_language, s3_levels
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

TYPES: Final = ("aws:s3/bucketPolicy:BucketPolicy", "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")

RULE = Rule(
    id="s3-policy-action-level",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=TYPES,
    summary="Each action of a bucket policy has a resource that it works on in its statement.",
    cause="S3 rejects the policy (Action does not apply to any resource(s) in statement).",
    remedy="add the bucket's ARN for actions on buckets, and the ARN with /* for actions on objects",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """S3 looks at each statement by itself."""
    if resource["policy"].missing:
        yield not_applicable("there is no policy")
    for statement in iam_language.statements(resource["policy"]):
        for action, wanted in s3_levels.unreached(statement, [statement]):
            yield violation(statement.where("Resource"), f"has no {wanted} for {action}")
