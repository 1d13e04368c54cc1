"""A distribution writes access logs. They can also be set up in CloudWatch, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="cloudfront-access-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:cloudfront/distribution:Distribution",),
    summary="A distribution writes access logs.",
    cause="Nobody can tell who asked for what.",
    remedy="set loggingConfig with a bucket, or deliver logs through CloudWatch",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
    frameworks=("AWS FSBP CloudFront.5",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough, so a bucket that is made in the same update passes."""
    yield from given(resource["loggingConfig.bucket"])
