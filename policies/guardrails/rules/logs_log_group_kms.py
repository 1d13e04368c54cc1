"""A log group is encrypted with a customer's key. Vended classes that take no key are told apart."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="logs-log-group-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:cloudwatch/logGroup:LogGroup",),
    summary="A log group is encrypted with a KMS key.",
    cause="Logs repeat the data that the workload handles, and everybody with read access to logs can read them.",
    remedy="set kmsKeyId to your key's ARN, and let logs.<region>.amazonaws.com use the key",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    frameworks=("NIST 800-53 SC-28",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough, so a key that is made in the same update passes."""
    key = resource["kmsKeyId"]
    if key.missing and resource["logGroupClass"].text() == "DELIVERY":
        yield not_applicable("a DELIVERY log group only forwards and keeps nothing readable")
    else:
        yield from given(key)
