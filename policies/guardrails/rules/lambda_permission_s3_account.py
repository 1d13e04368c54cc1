"""A permission for S3 names the account of the bucket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

S3: Final = ("s3.amazonaws.com", "s3.amazonaws.com.cn")

RULE = Rule(
    id="lambda-permission-s3-account",
    family=Family.PUBLIC,
    severity=Severity.LOW,
    resources=("aws:lambda/permission:Permission",),
    summary="A permission for S3 names the account of the bucket.",
    cause="When the bucket is deleted, whoever takes its name next calls the function.",
    remedy="set sourceAccount to your account",
    url="https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The ARN of a bucket has no account, as that of all else has."""
    if resource["principal"].text() not in S3:
        yield not_applicable("the caller is not S3")
    elif resource["principalOrgId"].missing:
        yield from given(resource["sourceAccount"])
