"""The recorder of AWS Config runs."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="config-recorder-enabled",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:cfg/recorderStatus:RecorderStatus",),
    summary="AWS Config's recorder is switched on.",
    cause="What changed in the account, and when, is written down nowhere.",
    remedy="set isEnabled to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html",
    frameworks=("AWS FSBP Config.1", "CIS AWS Foundations 3.3"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The resource exists to switch it."""
    yield from not_off(resource["isEnabled"])
