"""The policies of one role, user or group do not add up to a known way to more permissions.

What one document shows alone is a finding of ``iam-policy-privilege-escalation`` and not repeated here. Only here can
be seen that an identity may change its own policies or its own trust policy.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam, iam_escalation, iam_principals
from guardrails.aws.iam_principals import Holding
from guardrails.rule import Family, Finding, Resource, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="iam-principal-privilege-escalation",
    family=Family.IAM,
    severity=Severity.CRITICAL,
    resources=iam_principals.TYPES,
    summary="The policies of an identity together do not let it gain more permissions.",
    cause="Each policy looks harmless; whoever gets hold of the identity can still make itself an administrator.",
    remedy="limit the actions to named ARNs, iam:PassRole to named roles, or give the actions to different identities",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Flag each identity once, at the policy that gives the first piece of the first way."""
    holdings = iam_principals.Holdings(stack)
    principals = [principal for kind in iam_principals.PRINCIPALS for principal in stack.of(kind)]
    if not principals:
        yield not_applicable("the stack has no role, user or group")
    for principal in principals:
        yield from _judge(principal, holdings.of(principal))


def _judge(principal: Resource, held: list[Holding]) -> Iterator[Finding]:
    attached = [holding.resource for holding in held if holding.resource.type == iam_principals.POLICY]
    own = frozenset(name for part in (principal, *attached) for name in iam_principals.names(part))
    givers: dict[str, tuple[Holding, iam.Statement]] = {}
    alone: set[iam_escalation.Way] = set()
    for holding in held:
        seen: set[str] = set()
        for statement in iam.statements(holding.document):
            if statement.allows:
                seen.update(iam_escalation.pieces(statement))
                for piece in iam_escalation.pieces(statement, own):
                    givers.setdefault(piece, (holding, statement))
        alone.update(iam_escalation.ways(seen))
    found = [way for way in iam_escalation.ways(givers) if way not in alone]
    if found:
        holding, statement = givers[found[0].first]
        problem = f"lets {principal.name}, with all that it holds, gain permissions by {found[0]}"
        yield violation(statement.where("Action"), problem, of=holding.resource)
