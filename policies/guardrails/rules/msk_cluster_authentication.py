"""A Kafka cluster knows who connects."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="msk-cluster-authentication",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:msk/cluster:Cluster",),
    summary="A Kafka cluster knows who connects.",
    cause="Everything that reaches the brokers reads and writes every topic.",
    remedy="set clientAuthentication.unauthenticated to false, and turn on sasl.iam, sasl.scram or tls",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html",
    frameworks=("AWS FSBP MSK.6",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only what is asked for is flagged."""
    yield from not_on(resource["clientAuthentication.unauthenticated"])
