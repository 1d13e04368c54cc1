"""Every container repository of the stack says when images expire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.companions import lacking
from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, violation

REPOSITORY: Final = ("aws:ecr/repository:Repository",)

RULE = StackRule(
    id="ecr-repository-lifecycle",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:ecr/repository:Repository", "aws:ecr/lifecyclePolicy:LifecyclePolicy"),
    summary="Every repository has a lifecycle policy.",
    cause="Images that nobody runs any more are kept, and paid for, for ever.",
    remedy="add a LifecyclePolicy with the repository's name",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
    frameworks=("AWS FSBP ECR.3",),
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """The policy is a resource of its own."""
    for owner in lacking(stack, REPOSITORY, {"aws:ecr/lifecyclePolicy:LifecyclePolicy": "repository"}, "name"):
        yield violation("repository", "is named by no LifecyclePolicy of this stack", owner)
