"""An OpenSearch or Elasticsearch domain is encrypted at rest."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="opensearch-domain-at-rest-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
    summary="A search domain is encrypted at rest.",
    cause="Indexes, logs and automated snapshots lie in clear.",
    remedy="set encryptAtRest.enabled to true",
    url="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html",
    frameworks=("AWS FSBP Opensearch.1", "AWS FSBP ES.1"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A domain is in clear unless it is told otherwise."""
    yield from on(resource["encryptAtRest.enabled"])
