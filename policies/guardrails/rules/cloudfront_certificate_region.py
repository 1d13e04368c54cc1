"""A distribution takes its certificate and its web ACL from us-east-1."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import regions
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="cloudfront-certificate-region",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:cloudfront/distribution:Distribution",),
    summary="A distribution's certificate and web ACL are in us-east-1.",
    cause="CloudFront rejects the distribution.",
    remedy="make the certificate and the web ACL (scope CLOUDFRONT) with a provider of us-east-1",
    url="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The certificate of CloudFront's own domain has no ARN."""
    nodes = [node for node in (resource["viewerCertificate.acmCertificateArn"], resource["webAclId"]) if node.present]
    if not nodes:
        yield not_applicable("it has no certificate and no web ACL of its own")
    for node in nodes:
        region = regions.region_of(node.text() or "")
        if region not in {"", regions.GLOBAL_HOME}:
            yield violation(node, f"is in {region}")
