"""A policy of a VPC endpoint limits who or what goes through."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="ec2-endpoint-policy",
    family=Family.PUBLIC,
    severity=Severity.LOW,
    resources=("aws:ec2/vpcEndpoint:VpcEndpoint", "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"),
    summary="A policy of a VPC endpoint limits who or what goes through.",
    cause="Data of your VPC can be carried to the buckets and queues of any other account.",
    remedy="name actions, resources or principals in the policy, or add a condition such as aws:ResourceOrgID",
    url="https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a policy everything goes through; many endpoints need no more, so that is let pass."""
    document = resource["policy"]
    if document.missing:
        yield not_applicable("the endpoint has no policy of its own")
    for statement in iam.statements(document):
        if statement.allows and statement.open_to_anyone() and _is_unlimited(statement):
            yield violation(statement.where("Action"), "lets everyone do everything on everything")


def _is_unlimited(statement: iam.Statement) -> bool:
    everything = any(map(iam.is_everything, statement.texts("Action")))
    return everything and statement.any_resource() and not statement.narrowed()
