"""A warehouse has no address on the internet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="redshift-cluster-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=("aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"),
    summary="A Redshift cluster or workgroup is not publicly accessible.",
    cause="The warehouse answers from the internet; one open security group is then enough to lose it.",
    remedy="set publiclyAccessible to false, and reach it through the VPC",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-1",
    frameworks=("AWS FSBP Redshift.1",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS leaves it off where it is not set."""
    yield from not_on(resource["publiclyAccessible"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """It is turned off."""
    return {"publiclyAccessible": False} if resource["publiclyAccessible"].flag() else {}
