"""What WAF keeps for CloudFront is made in us-east-1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import regions
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

KINDS: Final = ("WebAcl", "IpSet", "RegexPatternSet", "RuleGroup")

RULE = Rule(
    id="wafv2-cloudfront-region",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=tuple(f"aws:wafv2/{name[0].lower()}{name[1:]}:{name}" for name in KINDS),
    summary="A web ACL or set of scope CLOUDFRONT is in us-east-1.",
    cause="WAF rejects it: the scope exists in that Region alone.",
    remedy="make it with a provider of us-east-1",
    url="https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The scope REGIONAL is for every Region."""
    scope = resource["scope"].text()
    if not resource.region or scope == "REGIONAL":
        yield not_applicable("its Region is not known, or it is for the resources of one")
    elif scope == "CLOUDFRONT" and resource.region != regions.GLOBAL_HOME:
        yield violation("scope", f"is CLOUDFRONT, and it is made in {resource.region}")
