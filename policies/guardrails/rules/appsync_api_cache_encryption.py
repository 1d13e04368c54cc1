"""The cache of a GraphQL API is encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="appsync-api-cache-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:appsync/apiCache:ApiCache",),
    summary="An AppSync cache is encrypted at rest and in transit.",
    cause="Answers of the API lie and travel in clear.",
    remedy="set atRestEncryptionEnabled and transitEncryptionEnabled to true before the cache is made",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/appsync-controls.html",
    frameworks=("AWS FSBP AppSync.1", "AWS FSBP AppSync.6"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AppSync does neither unless it is told to."""
    yield from on(resource["atRestEncryptionEnabled"])
    yield from on(resource["transitEncryptionEnabled"])
