"""A listener that ends TLS names a policy without TLS 1.0 and 1.1. AWS's default has both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

OLD: Final = re.compile(r"^ELBSecurityPolicy-(?:201|FS-201|(?:TLS|FS|TLS13)-1-[01]-)")

RULE = Rule(
    id="lb-listener-tls-policy",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:lb/listener:Listener", "aws:alb/listener:Listener"),
    summary="A listener's TLS policy takes TLS 1.2 or newer.",
    cause="Clients can be brought down to a TLS version whose ciphers are broken.",
    remedy="set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    frameworks=("NIST 800-53 SC-8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only HTTPS and TLS listeners have a policy."""
    policy = resource["sslPolicy"]
    if not _ends_tls(resource):
        yield not_applicable("the listener does not end TLS")
    elif policy.missing:
        yield violation(policy, "is not set, so TLS 1.0 is accepted")
    elif OLD.search(policy.text() or ""):
        yield violation(policy, f"is {policy.show()}")


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """AWS's own recommendation; it works with the clients of the last ten years."""
    policy = resource["sslPolicy"]
    old = policy.missing or OLD.search(str(policy.text()))
    return {"sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"} if _ends_tls(resource) and old else {}


def _ends_tls(resource: Resource) -> bool:
    return resource["protocol"].text() in {"HTTPS", "TLS"}
