"""The TLS policy of a distribution refuses TLS 1.0 and 1.1. CloudFront's default does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

OLD: Final = frozenset({"SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016"})

RULE = Rule(
    id="cloudfront-minimum-tls",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:cloudfront/distribution:Distribution",),
    summary="A distribution with a certificate of its own takes TLS 1.2 or newer.",
    cause="Viewers can be brought down to a TLS version whose ciphers are broken.",
    remedy="set viewerCertificate.minimumProtocolVersion to TLSv1.2_2021",
    url="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
    frameworks=("NIST 800-53 SC-8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Under CloudFront's own certificate the version cannot be chosen."""
    certificate = resource["viewerCertificate"]
    version = certificate["minimumProtocolVersion"]
    if certificate["cloudfrontDefaultCertificate"].flag() or certificate.missing:
        yield not_applicable("CloudFront's own certificate fixes the version")
    elif version.missing:
        yield violation(version, "is not set, so TLS 1.0 is accepted")
    elif version.text() in OLD:
        yield violation(version, f"is {version.show()}")
