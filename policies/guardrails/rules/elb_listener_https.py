"""No listener of a Classic Load Balancer serves HTTP; it cannot redirect."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="elb-listener-https",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:elb/loadBalancer:LoadBalancer",),
    summary="A Classic Load Balancer's listeners do not take HTTP.",
    cause="Requests, cookies and credentials can be read on the way.",
    remedy="set lbProtocol to https or ssl with an sslCertificateId",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
    frameworks=("AWS FSBP ELB.3", "NIST 800-53 SC-8"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Each listener is judged alone. TCP may pass TLS through."""
    for listener in resource["listeners"].each():
        protocol = listener["lbProtocol"]
        if (protocol.text() or "").upper() == "HTTP":
            yield violation(protocol, f"is {protocol.show()}")
