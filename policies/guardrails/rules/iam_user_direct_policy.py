"""Users get their permissions through groups, not by policies of their own. A policy that only denies gives none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam
from guardrails.props import Props
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

INLINE: Final = "aws:iam/userPolicy:UserPolicy"
ATTACHED: Final = {
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
}
DENYING: Final = re.compile(":iam::aws:policy/(?:AWSDenyAll|AWSCompromisedKeyQuarantine)")

RULE = Rule(
    id="iam-user-direct-policy",
    family=Family.IAM,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    resources=(INLINE, *ATTACHED),
    summary="IAM users get permissions only through groups.",
    cause="Policies of single users are forgotten when people change their work, and nobody reviews them.",
    remedy="attach the policy to a group and put the user into it, or use a role",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2",
    frameworks=("AWS FSBP IAM.2", "CIS AWS Foundations 1.15"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag every policy of a user that allows something."""
    if resource.type == INLINE:
        if any(statement.allows for statement in iam.statements(resource["policy"])):
            yield violation("policy", "gives a user permissions of its own")
        return
    if resource.type.endswith(":PolicyAttachment") and _nobody(resource["users"]):
        yield not_applicable("no user gets a policy")
        return
    for arn in resource[ATTACHED[resource.type]].each():
        name = arn.text()
        if name is not None and not DENYING.search(name):
            yield violation(arn, "gives a user permissions of its own")


def _nobody(users: Props) -> bool:
    return not users.unknown and not any(True for _ in users.each())
