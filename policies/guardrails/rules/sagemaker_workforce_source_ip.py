"""Only the organisation's networks reach the worker portal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

EVERYONE: Final = frozenset({"0.0.0.0/0", "::/0"})

RULE = Rule(
    id="sagemaker-workforce-source-ip",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=("aws:sagemaker/workforce:Workforce",),
    summary="A workforce signs in from named networks.",
    cause="With a stolen password anybody on the internet sees the data that people label or review.",
    remedy="set sourceIpConfig.cidrs to your networks, or workforceVpcConfig",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SourceIpConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A workforce in a VPC is reached from there alone."""
    networks = resource["sourceIpConfig.cidrs"]
    if networks.missing and resource["workforceVpcConfig"].missing:
        yield violation(networks, "is not set and workforceVpcConfig is not set")
    for network in networks.each():
        if network.text() in EVERYONE:
            yield violation(network, f"is {network.show()}")
