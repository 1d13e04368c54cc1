"""A job, crawler or endpoint of Glue names what encrypts its traces. Many do without, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="glue-job-security-configuration",
    family=Family.ENCRYPTION,
    severity=Severity.LOW,
    resources=("aws:glue/job:Job", "aws:glue/crawler:Crawler", "aws:glue/devEndpoint:DevEndpoint"),
    summary="A Glue job or crawler has a security configuration.",
    cause="Its logs and bookmarks are not encrypted with a key of the account.",
    remedy="set securityConfiguration to one that encrypts logs, bookmarks and results",
    url="https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """What the configuration says is judged by glue-security-configuration-encryption."""
    yield from given(resource["securityConfiguration"])
