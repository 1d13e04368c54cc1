"""Images are scanned when they are pushed. The registry can be set to scan them all, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ecr-image-scan",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:ecr/repository:Repository",),
    summary="A repository scans each image that is pushed.",
    cause="An image with a known hole is run without anyone's notice.",
    remedy="set imageScanningConfiguration.scanOnPush to true, or set up scanning for the registry",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
    frameworks=("AWS FSBP ECR.1",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does not unless it is told to."""
    yield from on(resource["imageScanningConfiguration.scanOnPush"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """Basic scanning is free."""
    switch = resource["imageScanningConfiguration.scanOnPush"]
    return {} if switch.unknown or switch.flag() else {"imageScanningConfiguration": {"scanOnPush": True}}
