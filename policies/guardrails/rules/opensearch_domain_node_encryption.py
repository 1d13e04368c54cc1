"""An OpenSearch or Elasticsearch domain encrypts between its nodes."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="opensearch-domain-node-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
    summary="The nodes of a search domain talk TLS to each other.",
    cause="Documents can be read on the way from node to node.",
    remedy="set nodeToNodeEncryption.enabled to true",
    url="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ntn.html",
    frameworks=("AWS FSBP Opensearch.3", "AWS FSBP ES.3"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A domain does not unless it is told to."""
    yield from on(resource["nodeToNodeEncryption.enabled"])
