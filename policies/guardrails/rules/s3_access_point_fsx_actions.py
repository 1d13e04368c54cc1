"""The policy of an access point on FSx has only actions that such access points have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import s3_access_points, sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

REFUSED: Final = frozenset(
    {"s3:getbucketlocation", "s3:putbucketpolicy", "s3:putbucketnotification", "s3:putaccesspointpolicy"}
)

RULE = Rule(
    id="s3-access-point-fsx-actions",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(s3_access_points.ATTACHMENT, sagemaker.CLOUD_CONTROL),
    summary="The policy of an access point on FSx leaves out the actions of buckets.",
    cause="S3 rejects the policy, and the attachment is not made.",
    remedy="take the action out of the policy, and allow it in the identity's policy if it is needed",
    url="https://docs.aws.amazon.com/fsx/latest/ONTAPGuide/access-points-for-fsxn-object-api-support.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only actions that are written out count: what a pattern reaches is S3's to say."""
    if not s3_access_points.of_files(resource) or s3_access_points.policy(resource).missing:
        yield not_applicable("there is no policy of an access point on FSx")
        return
    for statement in s3_access_points.statements(resource):
        for action in statement.texts("Action"):
            if action.lower() in REFUSED:
                yield violation(statement.where("Action"), f'has "{action}"')
