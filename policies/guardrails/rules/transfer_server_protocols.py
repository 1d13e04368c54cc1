"""A file transfer server offers encrypted protocols only. SFTP is the default."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="transfer-server-protocols",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:transfer/server:Server",),
    summary="A Transfer Family server does not speak FTP.",
    cause="Files and passwords can be read on the way.",
    remedy="leave FTP out of protocols; use SFTP or FTPS",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/transfer-controls.html",
    frameworks=("AWS FSBP Transfer.2", "NIST 800-53 SC-8"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """FTP may stand beside others."""
    if "FTP" in resource["protocols"].texts():
        yield violation("protocols", "has FTP")
