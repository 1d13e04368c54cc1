"""A broker has no address on the internet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="mq-broker-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=("aws:mq/broker:Broker",),
    summary="A message broker is not publicly accessible.",
    cause="The broker and its web console answer from the internet.",
    remedy="set publiclyAccessible to false, and make a new broker: it cannot be changed later",
    url="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS leaves it off where it is not set."""
    yield from not_on(resource["publiclyAccessible"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """It is turned off."""
    return {"publiclyAccessible": False} if resource["publiclyAccessible"].flag() else {}
