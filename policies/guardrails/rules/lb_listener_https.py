"""A listener of an Application Load Balancer does not serve HTTP.

TCP and UDP belong to Network Load Balancers, which may pass TLS through. A Gateway Load Balancer has no protocol.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="lb-listener-https",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:lb/listener:Listener", "aws:alb/listener:Listener"),
    summary="An Application Load Balancer's listener takes HTTPS, or redirects to it.",
    cause="Requests, cookies and credentials can be read on the way.",
    remedy="set protocol to HTTPS with a certificateArn, or redirect to HTTPS in defaultActions",
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
    frameworks=("AWS FSBP ELB.1", "NIST 800-53 SC-8"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a protocol a listener with a port takes HTTP."""
    protocol, actions = resource["protocol"], resource["defaultActions"]
    if protocol.missing and resource["port"].missing:
        yield not_applicable("a Gateway Load Balancer's listener has no protocol")
    elif (protocol.text() or "HTTP") == "HTTP" and not protocol.unknown and not _redirects(actions):
        yield violation(protocol, "is HTTP, without a redirect to HTTPS")


def _redirects(actions: Props) -> bool:
    """True unless the answers are known to be in clear."""
    targets = [action["redirect.protocol"] for action in actions.each()]
    return actions.unknown or any(target.text() == "HTTPS" or target.unknown for target in targets)
