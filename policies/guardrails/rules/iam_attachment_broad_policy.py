"""No identity gets AdministratorAccess, PowerUserAccess or one of the ``*FullAccess`` policies of AWS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import managed_policies
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

ATTACHMENTS: Final = {
    "aws:iam/role:Role": "managedPolicyArns",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
    "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive": "managedPolicyArns",
}

RULE = Rule(
    id="iam-attachment-broad-policy",
    family=Family.IAM,
    severity=Severity.CRITICAL,
    resources=tuple(ATTACHMENTS),
    summary="No identity gets AdministratorAccess, PowerUserAccess or a *FullAccess policy of AWS.",
    cause="These policies are written for people who try a service out; a workload needs a fraction of them.",
    remedy="attach a policy of your own that lists the workload's actions and ARNs",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
    frameworks=("CIS AWS Foundations 1.16",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Look at every ARN on its own, so that a known one is found beside unknown ones."""
    arns = resource[ATTACHMENTS[resource.type]]
    if arns.missing:
        yield not_applicable("no managed policy is attached")
    for arn in arns.each():
        if (name := managed_policies.broad_name(arn.text() or "")) is not None:
            yield violation(arn, f"attaches {name}")
