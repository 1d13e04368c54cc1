"""A database proxy refuses connections in clear."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="rds-proxy-tls",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:rds/proxy:Proxy",),
    summary="A database proxy takes TLS connections only.",
    cause="Queries, results and passwords can be read on the way to the proxy.",
    remedy="set requireTls to true",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html",
    frameworks=("NIST 800-53 SC-8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The proxy takes both unless it is told otherwise."""
    yield from on(resource["requireTls"])
