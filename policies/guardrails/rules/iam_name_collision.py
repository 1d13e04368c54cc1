"""No two IAM resources of a stack have one name, not even by providers of two Regions: IAM is global."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import global_names
from guardrails.rule import Family, Finding, Severity, Stack, StackRule

NAMES: Final = {
    "aws:iam/role:Role": "name",
    "aws:iam/policy:Policy": "name",
    "aws:iam/user:User": "name",
    "aws:iam/group:Group": "name",
    "aws:iam/instanceProfile:InstanceProfile": "name",
}
"""What holds the name of each kind of role, policy, user, group or instance profile."""

RULE = StackRule(
    id="iam-name-collision",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=tuple(NAMES),
    summary="No two resources of IAM in a stack have the same name.",
    cause="IAM names are global: the second is rejected, whatever its Region.",
    remedy="put the Region into the name, or make it once and use it in both Regions",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Names that Pulumi makes up differ; only those that the program chose can collide."""
    yield from global_names.collisions(stack, NAMES)
