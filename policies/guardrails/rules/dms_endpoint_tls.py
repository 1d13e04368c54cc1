"""An endpoint of a database that DMS reaches over the network uses TLS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

DATABASES: Final = frozenset(
    [
        "aurora",
        "aurora-postgresql",
        "db2",
        "docdb",
        "mariadb",
        "mongodb",
        "mysql",
        "oracle",
        "postgres",
        "sqlserver",
        "sybase",
    ]
)

RULE = Rule(
    id="dms-endpoint-tls",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:dms/endpoint:Endpoint",),
    summary="A migration task reaches its databases by TLS.",
    cause="The whole database can be read on the way.",
    remedy="set sslMode to require, verify-ca or verify-full",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html",
    frameworks=("AWS FSBP DMS.9", "NIST 800-53 SC-8"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """S3, DynamoDB, Kinesis and the like are always reached by HTTPS."""
    if resource["engineName"].text() in DATABASES:
        yield from one_of(resource["sslMode"], "require", "verify-ca", "verify-full")
    else:
        yield not_applicable("the engine has no sslMode")
