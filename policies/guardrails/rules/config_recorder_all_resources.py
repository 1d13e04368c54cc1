"""The recorder covers everything but what is excluded by name. Recording costs, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="config-recorder-all-resources",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:cfg/recorder:Recorder",),
    summary="AWS Config records all kinds of resources.",
    cause="What changed in the other kinds is written down nowhere.",
    remedy="set recordingGroup.allSupported to true, or name exceptions by exclusionByResourceTypes",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html",
    frameworks=("AWS FSBP Config.1", "CIS AWS Foundations 3.3"),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """All is the default."""
    group = resource["recordingGroup"]
    if group["recordingStrategies.useOnly"].text() != "EXCLUSION_BY_RESOURCE_TYPES":
        yield from not_off(group["allSupported"])
