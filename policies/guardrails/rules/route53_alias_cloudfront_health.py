"""An alias of a CloudFront distribution does not ask for its health, which Route 53 cannot tell."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import route53
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="route53-alias-cloudfront-health",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(route53.RECORD,),
    summary="An alias of a CloudFront distribution has evaluateTargetHealth false.",
    cause="Route 53 rejects the record.",
    remedy="set evaluateTargetHealth to false, and give a failover record a healthCheckId instead",
    url="https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The distribution shows in its hosted zone, the same for all, or in its name."""
    found = False
    for alias in resource["aliases"].each():
        name = (alias["name"].text() or "").lower().rstrip(".")
        if alias["zoneId"].text() == route53.CLOUDFRONT_ZONE or name.endswith(".cloudfront.net"):
            found = True
            if alias["evaluateTargetHealth"].flag():
                yield violation(alias["evaluateTargetHealth"], "is true, but the target is a CloudFront distribution")
    if not found:
        yield not_applicable("the record is no alias of a CloudFront distribution")
