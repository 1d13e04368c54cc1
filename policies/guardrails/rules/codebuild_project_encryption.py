"""CodeBuild encrypts what it writes to S3; a project does not turn that off."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="codebuild-project-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:codebuild/project:Project",),
    summary="A build project encrypts its artifacts and its logs in S3.",
    cause="What is built, and what the build prints, lies in clear in the bucket.",
    remedy="leave encryptionDisabled out, or set it to false",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html",
    frameworks=("AWS FSBP CodeBuild.3", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Artifacts, secondary artifacts and logs each have a switch of their own."""
    for block in (resource["artifacts"], resource["logsConfig.s3Logs"]):
        yield from not_on(block["encryptionDisabled"])
    for block in resource["secondaryArtifacts"].each():
        yield from not_on(block["encryptionDisabled"])
