"""A role that a whole other account may assume demands an external id, or says which of its principals it means.

The stack's own account is told apart by the setting ``ownAccounts``, and by the account in the role's other ARNs.
An account that is not known before the update is not judged before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam, iam_trust
from guardrails.props import Props
from guardrails.rule import Family, Finding, Level, Resource, Rule, Setting, Severity, not_applicable, violation

WHOLE_ACCOUNT: Final = re.compile(r"(?:arn:aws[a-z-]*:iam::)?(\d{12})(?::root)?")
OF_ACCOUNT: Final = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):")
IDENTIFYING: Final = ("aws:principaltag/", "aws:multifactorauth")

RULE = Rule(
    id="iam-role-cross-account",
    family=Family.IAM,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    resources=(iam_trust.ROLE,),
    summary="A role that another account may assume demands an external id.",
    cause="A third party that serves many customers can be talked into using your role for somebody else.",
    remedy="demand sts:ExternalId, name the account's role as principal, or list the account in ownAccounts",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    settings=(
        Setting(
            "ownAccounts",
            {"type": "array", "items": {"type": "string", "pattern": "^[0-9]{12}$"}},
            [],
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag account principals of other accounts without a condition that ties the caller down."""
    trusting = False
    for statement in iam_trust.allowed(resource):
        for node, account in _accounts(statement):
            trusting = True
            if not _tied(statement) and account not in _own(resource):
                yield violation(node, f"lets all of account {account} in without sts:ExternalId")
    if not trusting:
        yield not_applicable("it trusts no whole account")


def _accounts(statement: iam.Statement) -> Iterator[tuple[Props | str, str]]:
    for value in iam_trust.values_of(statement, "aws"):
        if found := WHOLE_ACCOUNT.fullmatch(value):
            yield statement.where("Principal"), found[1]


def _own(resource: Resource) -> set[str]:
    """The accounts that are the organisation's own, as far as can be told."""
    arns = [*resource["permissionsBoundary"].texts(), *resource["managedPolicyArns"].texts()]
    return {*resource.texts("ownAccounts"), *(found[1] for arn in arns if (found := OF_ACCOUNT.match(arn)))}


def _tied(statement: iam.Statement) -> bool:
    for _, values in iam_trust.demands(statement, "sts:externalid"):
        if not any(iam.is_everything(text) for text in values.texts()):
            return True
    return statement.pinned() or any(key.startswith(IDENTIFYING) for _, key, _ in statement.conditions())
