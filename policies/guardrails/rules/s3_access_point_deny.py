"""An access point's policy shuts out others in a way that does what it says."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import s3_access_points, s3_levels
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="s3-access-point-deny",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=s3_access_points.TYPES,
    summary="An access point's policy denies named actions by aws:PrincipalArn, on the level that they work on.",
    cause="The statement shuts out the role's own sessions and who must mend the policy, or nobody at all.",
    remedy="deny s3:GetObject, s3:PutObject and the like to * where StringNotEquals aws:PrincipalArn, on .../object/*",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A role acts by sessions, whose names NotPrincipal would have to hold too."""
    if s3_access_points.policy(resource).missing:
        yield not_applicable("there is no access point's policy")
    for statement in s3_access_points.statements(resource):
        if statement.has("NotPrincipal"):
            yield violation(statement.where("NotPrincipal"), "is used")
        if statement.denies and {"s3:*", "*"} & set(statement.texts("Action")):
            yield violation(statement.where("Action"), "denies all of S3")
        for action, wanted in s3_levels.unreached(statement, [statement]):
            yield violation(statement.where("Resource"), f"has no {wanted} for {action}")
