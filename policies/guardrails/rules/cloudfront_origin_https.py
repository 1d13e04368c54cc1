"""CloudFront encrypts on the way to a custom origin. An S3 website knows no HTTPS and is left out."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="cloudfront-origin-https",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:cloudfront/distribution:Distribution",),
    summary="A distribution reaches its custom origins by HTTPS, without SSLv3.",
    cause="What viewers send encrypted travels on in clear over the internet.",
    remedy="set originProtocolPolicy to https-only and originSslProtocols to TLSv1.2",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
    frameworks=("AWS FSBP CloudFront.9", "AWS FSBP CloudFront.10"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Each origin is judged alone; S3 origins have no such choice."""
    custom = [origin for origin in resource["origins"].each() if origin["customOriginConfig"].present]
    for origin in custom:
        yield from _judge(origin["domainName"], origin["customOriginConfig"])
    if not custom:
        yield not_applicable("no custom origin")


def _judge(domain: Props, origin: Props) -> Iterator[Finding]:
    policy = origin["originProtocolPolicy"]
    clear = policy.text() == "http-only"
    if clear and domain.unknown:
        domain.defer()
    elif clear and ".s3-website" not in str(domain.text()):
        yield violation(policy, "is http-only")
    if "SSLv3" in origin["originSslProtocols"].texts():
        yield violation(origin["originSslProtocols"], "lets SSLv3 in")
