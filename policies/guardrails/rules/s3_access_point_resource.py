"""An access point's policy names the access point, not the bucket behind it."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import s3_access_points
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="s3-access-point-resource",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=s3_access_points.TYPES,
    summary="The resources of an access point's policy are the access point's.",
    cause="S3 rejects the policy (Policy has invalid resource).",
    remedy="name arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME, and .../object/* for objects",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A bucket's ARN has neither Region nor account."""
    if s3_access_points.policy(resource).missing:
        yield not_applicable("there is no access point's policy")
    for statement in s3_access_points.statements(resource):
        for key in ("Resource", "NotResource"):
            for text in statement.texts(key):
                if ":s3:::" in text:
                    yield violation(statement.where(key), f'has "{text}", which is in a bucket')
