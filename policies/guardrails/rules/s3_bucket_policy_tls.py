"""A bucket's policy refuses requests without TLS. AWS's own clients use TLS anyway, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="s3-bucket-policy-tls",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:s3/bucketPolicy:BucketPolicy", "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"),
    summary="A bucket policy denies requests that do not use TLS.",
    cause="Objects and credentials can be read on the way.",
    remedy='add a Deny of s3:* to Principal "*" under the condition Bool aws:SecureTransport false',
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit",
    frameworks=("AWS FSBP S3.5", "CIS AWS Foundations 2.1.1"),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Look for a Deny for everyone on all actions under aws:SecureTransport false, or under a lowest TLS version."""
    document = resource["policy"]
    if document.missing:
        yield not_applicable("there is no policy here")
        return
    if document.unknown:
        document.defer()
        return
    if not any(_denies_plain(statement) for statement in iam.statements(document)):
        yield violation("policy", "lets requests in without TLS")


def _denies_plain(statement: iam.Statement) -> bool:
    """True when the statement refuses everybody's requests without TLS."""
    if not statement.denies or not any(value == "*" for _, value in statement.principals()):
        return False
    if not any(action.lower() in {"*", "s3:*"} for action in statement.texts("Action")):
        return False
    return any(
        (operator == "bool" and key == "aws:securetransport" and "false" in values.scalars())
        or (operator == "numericlessthan" and key == "s3:tlsversion")
        for operator, key, values in statement.conditions()
    )
