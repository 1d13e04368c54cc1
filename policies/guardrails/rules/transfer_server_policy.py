"""A Transfer Family server takes no ciphers of the first security policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

OLD: Final = ("TransferSecurityPolicy-2018-11", "TransferSecurityPolicy-2020-06", "TransferSecurityPolicy-FIPS-2020-06")

RULE = Rule(
    id="transfer-server-policy",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:transfer/server:Server",),
    summary="A Transfer Family server takes no ciphers of the first security policies.",
    cause="Clients may negotiate ciphers and key exchanges that are broken.",
    remedy="set securityPolicyName to TransferSecurityPolicy-2024-01 or newer",
    url="https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The oldest is the one where nothing is said."""
    name = resource["securityPolicyName"]
    if name.missing or name.text() in OLD:
        yield violation(name, "is not set" if name.missing else f"is {name.show()}")
