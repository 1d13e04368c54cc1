"""The image behind a tag cannot be replaced. Tags such as latest can be excepted."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ecr-tag-immutability",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:ecr/repository:Repository",),
    summary="A tag of a repository keeps its image.",
    cause="What runs under a tag can be replaced, and nobody can tell what ran before.",
    remedy="set imageTagMutability to IMMUTABLE",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
    frameworks=("AWS FSBP ECR.2",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Tags are mutable by default."""
    yield from one_of(resource["imageTagMutability"], "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")
