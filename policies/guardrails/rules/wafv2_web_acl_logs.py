"""Every web ACL of the stack logs. The logs cost, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.companions import lacking
from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, violation

RULE = StackRule(
    id="wafv2-web-acl-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:wafv2/webAcl:WebAcl", "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"),
    summary="Every web ACL has logging.",
    cause="Which requests were blocked, and why, is written down nowhere.",
    remedy="add a WebAclLoggingConfiguration with the web ACL's ARN as resourceArn",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html",
    frameworks=("AWS FSBP WAF.11",),
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """What completes it is a resource of its own."""
    for owner in lacking(
        stack,
        ("aws:wafv2/webAcl:WebAcl",),
        {"aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": "resourceArn"},
        "arn",
    ):
        yield violation("resourceArn", "is named by no WebAclLoggingConfiguration of this stack", owner)
