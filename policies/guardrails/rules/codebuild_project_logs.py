"""The logs of builds are not turned off. CloudWatch is the default."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="codebuild-project-logs",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:codebuild/project:Project",),
    summary="A build project logs to CloudWatch or S3.",
    cause="What a build did is written down nowhere.",
    remedy="leave cloudwatchLogs enabled, or set s3Logs.status to ENABLED",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html",
    frameworks=("AWS FSBP CodeBuild.4",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """One of the two places is enough."""
    status = resource["logsConfig.cloudwatchLogs.status"]
    if status.text() == "DISABLED" and resource["logsConfig.s3Logs.status"].text() != "ENABLED":
        yield violation(status, "is DISABLED, and s3Logs is not ENABLED")
