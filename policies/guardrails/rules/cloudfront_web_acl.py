"""A distribution has a web ACL."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="cloudfront-web-acl",
    family=Family.PUBLIC,
    severity=Severity.LOW,
    resources=("aws:cloudfront/distribution:Distribution",),
    summary="A distribution has a web ACL.",
    cause="Floods and known attacks reach the origin.",
    remedy="set webAclId to the ARN of a web ACL of scope CLOUDFRONT",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-6",
    frameworks=("AWS FSBP CloudFront.6",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough."""
    yield from given(resource["webAclId"])
