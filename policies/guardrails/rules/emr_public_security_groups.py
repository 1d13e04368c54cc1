"""EMR refuses clusters whose security groups are open to everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import on, turned_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="emr-public-security-groups",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration",),
    summary="EMR blocks public security groups.",
    cause="A cluster can be launched that answers from the internet.",
    remedy="set blockPublicSecurityGroupRules to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/emr-controls.html#emr-2",
    frameworks=("AWS FSBP EMR.2",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The resource must say so."""
    yield from on(resource["blockPublicSecurityGroupRules"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """It is turned on."""
    return turned_on(resource, "blockPublicSecurityGroupRules")
