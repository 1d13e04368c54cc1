"""A policy of AWS, or of another stack, is not attached by ``aws.iam.PolicyAttachment``.

That resource attaches a policy to exactly the users, groups and roles that it lists, in the whole account.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="iam-policy-attachment-exclusive",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:iam/policyAttachment:PolicyAttachment",),
    summary="A policy of AWS is not attached exclusively.",
    cause="aws.iam.PolicyAttachment takes the policy away from every other user, group and role of the account.",
    remedy="use RolePolicyAttachment, UserPolicyAttachment or GroupPolicyAttachment",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag policies of AWS, as every account uses them; a stack's own policy may well be attached in one place."""
    arn = resource["policyArn"]
    if ":iam::aws:policy/" in (arn.text() or ""):
        yield violation(arn, "is taken away from everyone else in the account")
