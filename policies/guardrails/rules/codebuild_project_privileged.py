"""A build has no privileged mode."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="codebuild-project-privileged",
    family=Family.IAM,
    severity=Severity.MEDIUM,
    resources=("aws:codebuild/project:Project",),
    summary="A build has no privileged mode.",
    cause="What the build runs, a dependency for example, is root on the build machine.",
    remedy="leave environment.privilegedMode out, unless the build makes container images",
    url="https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Making an image needs it, so the rule is advisory."""
    yield from not_on(resource["environment.privilegedMode"])
