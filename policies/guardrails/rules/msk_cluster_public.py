"""Brokers have no addresses on the internet."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="msk-cluster-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=("aws:msk/cluster:Cluster",),
    summary="A Kafka cluster has no public access.",
    cause="The brokers answer from the internet.",
    remedy="leave connectivityInfo.publicAccess out, or set its type to DISABLED",
    url="https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html",
    frameworks=("AWS FSBP MSK.4",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """There is none unless it is asked for."""
    yield from if_set(resource["brokerNodeGroupInfo.connectivityInfo.publicAccess.type"], "DISABLED")
