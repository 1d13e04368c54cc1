"""A security configuration of EMR turns both encryptions on."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="emr-security-configuration-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:emr/securityConfiguration:SecurityConfiguration",),
    summary="An EMR security configuration encrypts at rest and in transit.",
    cause="What the cluster reads and shuffles lies and travels in clear.",
    remedy="set EnableAtRestEncryption and EnableInTransitEncryption to true in configuration",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/emr-controls.html",
    frameworks=("AWS FSBP EMR.3", "AWS FSBP EMR.4"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The configuration is a JSON document."""
    block = resource["configuration"].document()["EncryptionConfiguration"]
    yield from on(block["EnableAtRestEncryption"])
    yield from on(block["EnableInTransitEncryption"])
