"""A web ACL, its rules and rule groups have CloudWatch metrics."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="wafv2-metrics",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:wafv2/webAcl:WebAcl", "aws:wafv2/ruleGroup:RuleGroup"),
    summary="A web ACL, its rules and rule groups have CloudWatch metrics.",
    cause="Nobody sees what is blocked, so no alarm can tell of an attack.",
    remedy="set cloudwatchMetricsEnabled to true in visibilityConfig",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html",
    frameworks=("AWS FSBP WAF.12",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Of the whole, and of each rule."""
    yield from not_off(resource["visibilityConfig.cloudwatchMetricsEnabled"])
    for rule in resource["rules"].each():
        yield from not_off(rule["visibilityConfig.cloudwatchMetricsEnabled"])
