"""No single policy holds a known way to more permissions.

``iam-principal-privilege-escalation`` looks at all policies of one identity together.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam, iam_escalation
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="iam-policy-privilege-escalation",
    family=Family.IAM,
    severity=Severity.CRITICAL,
    resources=iam.IDENTITY_TYPES,
    summary="No policy lets its holder gain more permissions than it states.",
    cause="Whoever gets hold of the identity can make itself an administrator with what the policy allows.",
    remedy="limit the actions to named ARNs, iam:PassRole to named roles, or demand iam:PermissionsBoundary",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag each document once, at the statement that gives the first piece of the first way."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for document in iam.documents(resource):
        givers: dict[str, iam.Statement] = {}
        for statement in iam.statements(document):
            if statement.allows:
                for piece in iam_escalation.pieces(statement):
                    givers.setdefault(piece, statement)
        found = iam_escalation.ways(givers)
        if found:
            more = f", and in other ways ({len(found) - 1})" if len(found) > 1 else ""
            where = givers[found[0].first].where("Action")
            yield violation(where, f"lets the holder gain permissions by {found[0]}{more}")
