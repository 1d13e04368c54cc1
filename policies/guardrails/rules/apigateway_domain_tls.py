"""A custom domain of API Gateway names a policy that refuses TLS 1.0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="apigateway-domain-tls",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:apigateway/domainName:DomainName",),
    summary="An API's own domain name takes TLS 1.2 or newer.",
    cause="Clients can be brought down to TLS 1.0, whose ciphers are broken.",
    remedy="set securityPolicy to TLS_1_2",
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
    frameworks=("NIST 800-53 SC-8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """What is not named depends on how and when the domain was made."""
    policy = resource["securityPolicy"]
    if policy.missing:
        yield violation(policy, "is not set")
    elif policy.text() == "TLS_1_0":
        yield violation(policy, "is TLS_1_0")


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """AWS refuses older versions on its own endpoints, so clients of AWS know TLS 1.2."""
    policy = resource["securityPolicy"]
    old = policy.missing or policy.text() == "TLS_1_0"
    return {"securityPolicy": "TLS_1_2"} if old else {}
