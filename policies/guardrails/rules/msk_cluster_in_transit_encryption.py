"""An MSK cluster encrypts in transit, which is its default."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set, not_off
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="msk-cluster-in-transit-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:msk/cluster:Cluster",),
    summary="Kafka brokers talk TLS to clients and to each other.",
    cause="Messages can be read on the way.",
    remedy="set clientBroker to TLS and inCluster to true, or leave encryptionInTransit out",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html",
    frameworks=("AWS FSBP MSK.1", "NIST 800-53 SC-8"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """TLS_PLAINTEXT takes clients in clear too."""
    transit = resource["encryptionInfo.encryptionInTransit"]
    yield from if_set(transit["clientBroker"], "TLS")
    yield from not_off(transit["inCluster"])
