"""A database has no address on the internet, whatever its security groups say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="rds-instance-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=(
        "aws:rds/instance:Instance",
        "aws:rds/clusterInstance:ClusterInstance",
        "aws:neptune/clusterInstance:ClusterInstance",
        "aws:lightsail/database:Database",
    ),
    summary="A database is not publicly accessible.",
    cause="The database answers from the internet; one open security group is then enough to lose it.",
    remedy="set publiclyAccessible to false, and reach it through the VPC",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2",
    frameworks=("AWS FSBP RDS.2", "CIS AWS Foundations 2.3.3"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS leaves it off where it is not set."""
    yield from not_on(resource["publiclyAccessible"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """It is turned off."""
    return {"publiclyAccessible": False} if resource["publiclyAccessible"].flag() else {}
