"""A search domain is reached through a VPC."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="opensearch-domain-network",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
    summary="A search domain is inside a VPC.",
    cause="The domain has an endpoint on the internet, guarded by its access policy alone.",
    remedy="set vpcOptions with private subnets and security groups, and make a new domain: it cannot be changed later",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-2",
    frameworks=("AWS FSBP Opensearch.2", "AWS FSBP ES.2"),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Where the subnets lie is seen in the network."""
    yield from given(resource["vpcOptions"])
