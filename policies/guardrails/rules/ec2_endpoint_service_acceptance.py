"""Each connection to an endpoint service is accepted by hand."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ec2-endpoint-service-acceptance",
    family=Family.PUBLIC,
    severity=Severity.MEDIUM,
    resources=("aws:ec2/vpcEndpointService:VpcEndpointService",),
    summary="Each connection to an endpoint service is accepted by hand.",
    cause="Every principal that is allowed connects its VPC, and nobody is asked.",
    remedy="set acceptanceRequired to true",
    url="https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Services for one's own accounts may go without, so the rule is advisory."""
    yield from not_off(resource["acceptanceRequired"])
