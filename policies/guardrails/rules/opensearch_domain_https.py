"""An OpenSearch or Elasticsearch domain takes HTTPS only and refuses old TLS, which is its default."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="opensearch-domain-https",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
    summary="A search domain answers by HTTPS only, with TLS 1.2 or newer.",
    cause="Documents, queries and credentials can be read on the way.",
    remedy="set domainEndpointOptions.enforceHttps to true and tlsSecurityPolicy to Policy-Min-TLS-1-2-PFS-2023-10",
    url="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html",
    frameworks=("AWS FSBP Opensearch.8", "AWS FSBP ES.8"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS's default policy takes TLS 1.0."""
    options = resource["domainEndpointOptions"]
    yield from on(options["enforceHttps"])
    policy = options["tlsSecurityPolicy"]
    if policy.missing:
        yield violation(policy, "is not set, so TLS 1.0 is accepted")
    elif (policy.text() or "").startswith("Policy-Min-TLS-1-0"):
        yield violation(policy, f"is {policy.show()}")
