"""The policy of a search domain does not let everybody in, unless the network keeps them out."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="opensearch-policy-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=(
        "aws:opensearch/domain:Domain",
        "aws:opensearch/domainPolicy:DomainPolicy",
        "aws:elasticsearch/domain:Domain",
        "aws:elasticsearch/domainPolicy:DomainPolicy",
    ),
    summary="No access policy of a search domain allows everyone.",
    cause="Anybody on the internet can read, change and delete the indexes.",
    remedy="name accounts or roles in Principal, or add a condition on aws:SourceIp",
    url="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html",
    frameworks=("AWS FSBP Opensearch.2",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag Allow for everyone without a pinning condition."""
    document = resource["accessPolicies"]
    if document.missing:
        yield not_applicable("there is no policy")
    elif resource["vpcOptions"].present:
        yield not_applicable("the domain is inside a VPC, whose security groups decide who reaches it")
    else:
        yield from iam.public_findings(document)
