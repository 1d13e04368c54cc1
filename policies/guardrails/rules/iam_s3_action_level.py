"""S3 actions on objects are given on objects, and those on buckets on buckets."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam, iam_language, s3_levels
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="iam-s3-action-level",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=iam.IDENTITY_TYPES,
    summary="S3 actions on objects name objects (bucket/*), and actions on buckets name buckets.",
    cause="IAM stores the statement, and it allows or denies nothing.",
    remedy="add the bucket's ARN for actions on buckets, and the ARN with /* for actions on objects",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An action that another statement of the same effect gives on the right level is given."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for document in iam.documents(resource):
        statements = list(iam_language.statements(document))
        for statement in statements:
            same = [other for other in statements if other.allows is statement.allows]
            for action, wanted in s3_levels.unreached(statement, same):
                yield violation(statement.where("Resource"), f"has no {wanted} for {action}")
