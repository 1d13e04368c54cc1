"""A document names an S3 access point by its ARN, not by its alias."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam, iam_language
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

_ALIAS: Final = re.compile(r"arn:[^:]*:s3:::[^/]*-s3alias(?:/.*)?")

RULE = Rule(
    id="iam-s3-access-point-alias",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=iam.IDENTITY_TYPES,
    summary="A document names access points by ARN.",
    cause="S3 takes an alias for a bucket's name in calls, but IAM does not: the statement does nothing.",
    remedy="name arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME for its buckets' actions, and .../object/* for objects",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Aliases end in -s3alias; no bucket's name may."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for document in iam.documents(resource):
        for statement in iam_language.statements(document):
            for key in ("Resource", "NotResource"):
                for text in statement.texts(key):
                    if _ALIAS.fullmatch(text):
                        yield violation(statement.where(key), f'has the alias of an access point: "{text}"')
