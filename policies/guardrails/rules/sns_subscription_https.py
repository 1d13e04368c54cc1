"""SNS delivers to endpoints by HTTPS."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sns-subscription-https",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:sns/topicSubscription:TopicSubscription",),
    summary="A subscription does not deliver by HTTP.",
    cause="Messages can be read and changed on the way to the endpoint.",
    remedy="set protocol to https",
    url="https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
    frameworks=("NIST 800-53 SC-8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Other protocols are AWS's own or carry no URL."""
    if resource["protocol"].text() == "http":
        yield violation("protocol", "is http")
