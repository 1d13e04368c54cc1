"""Every cache behaviour of a distribution asks viewers for HTTPS."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="cloudfront-viewer-https",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:cloudfront/distribution:Distribution",),
    summary="Viewers reach a distribution by HTTPS only.",
    cause="Pages, cookies and credentials can be read and changed on the way.",
    remedy="set viewerProtocolPolicy to redirect-to-https or https-only",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
    frameworks=("AWS FSBP CloudFront.3", "NIST 800-53 SC-8"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The default behaviour and each ordered one have a policy of their own."""
    for behaviour in (resource["defaultCacheBehavior"], *resource["orderedCacheBehaviors"].each()):
        yield from if_set(behaviour["viewerProtocolPolicy"], "redirect-to-https", "https-only")
