"""AWS Config records resources of IAM, which are global."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="config-recorder-global-resources",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:cfg/recorder:Recorder",),
    summary="AWS Config records resources of IAM, which are global.",
    cause="Changes of users, roles and policies are recorded nowhere.",
    remedy="set recordingGroup.includeGlobalResourceTypes to true in your main Region",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html",
    frameworks=("AWS FSBP Config.1",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """One Region is enough, so only an explicit false is flagged."""
    yield from not_off(resource["recordingGroup.includeGlobalResourceTypes"])
