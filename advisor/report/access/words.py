"""A grant in words, and why a reviewer should look at it twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from advisor.report.access.patterns import Names, covers
from advisor.report.access.statements import Condition, Grant

NO_SIGN_IN: Final = "nothing"
"""What an API asks of the callers of a method that asks for nothing."""
ANYONES: Final = {"*": "anyone", f"API:{NO_SIGN_IN}": "anyone who reaches it"}
KINDS: Final = {"Service": "the service", "Federated": "identities of", "API": "callers with"}
GIVES_MORE: Final = (
    "iam:PassRole",
    "iam:AttachRolePolicy",
    "iam:PutRolePolicy",
    "iam:CreatePolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:CreateAccessKey",
    "iam:DeleteRolePermissionsBoundary",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "lambda:AddPermission",
    "lambda:UpdateFunctionCode",
    "s3:PutBucketPolicy",
)
"""Actions by which somebody can come to more than they were given."""
LISTS: Final = re.compile(r"[a-z0-9-]+:(Describe|List)[A-Z]")
"""Actions that show names and settings: AWS gives most of them for every resource or for none."""
GRAVEST: Final = (
    "anyone in the world",
    "needs no key",
    "the identity provider's every user",
    "everything in the account",
    "what forbade it",
    "no boundary",
    "another boundary",
    "acts as another role",
    "anyone, unless",
    "every action but",
    "every action",
    "can destroy",
    "can come to more",
)
"""Beginnings of reasons, in the order in which a reviewer should see them."""
EXACT: Final = ("ArnEquals", "StringEquals")
"""Operators that hold a grant to the names that they give. ``ArnEquals`` takes wildcards too, as ``ArnLike`` does."""
DESTROYS: Final = (
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:DeleteBucket",
    "s3:PutLifecycleConfiguration",
    "dynamodb:DeleteItem",
    "dynamodb:DeleteTable",
    "kms:ScheduleKeyDeletion",
    "kms:DisableKey",
    "logs:DeleteLogGroup",
    "sqs:PurgeQueue",
    "sqs:DeleteQueue",
)
"""Actions after which data is gone, or cannot be read."""


def who_in_words(who: str) -> str:
    """A principal as people call it.

    >>> who_in_words("Service:lambda.amazonaws.com"), who_in_words("AWS:arn:aws:iam::123456789012:root")
    ('the service lambda.amazonaws.com', 'the account 123456789012')
    """
    kind, separator, name = who.partition(":")
    if who in ANYONES:
        return ANYONES[who]
    if kind == "others" and separator:
        return "anyone but " + ", ".join(who_in_words(one) for one in json.loads(name))
    if kind in KINDS:
        return f"{KINDS[kind]} {name}"
    if kind == "AWS" and name.endswith(":root"):
        return f"the account {name.split(':')[4] if name.count(':') >= 5 else name}"
    return name if kind in ("AWS", "CanonicalUser") else who


def grantee(grant: Grant) -> str:
    """Whom a grant is about, in words: of anyone with a certain ARN, whoever has it."""
    held_to = _held_to(grant)
    return ", ".join(held_to) if held_to else who_in_words(grant.who)


def _held_to(grant: Grant) -> tuple[str, ...]:
    """The ARNs that a condition holds a grant for anyone to; none when it lets others pass."""
    if grant.who != "*":
        return ()
    exact = (
        tuple(sorted(values))
        for operator, key, values in grant.condition
        if operator in EXACT and key == "aws:principalarn" and not any({"*", "?"} & set(one) for one in values)
    )
    return next(exact, ())


def names_in_words(names: Names) -> tuple[str, ...]:
    """Patterns as people read them."""
    return (f"everything but {', '.join(names.patterns)}",) if names.others else names.patterns


def condition_in_words(condition: Condition) -> str:
    """All parts of a condition; empty for always."""
    return " and ".join(
        f"{operator} {key} = {' or '.join(sorted(values)) or 'nothing'}"
        for operator, key, values in sorted(condition, key=lambda part: part[:2])
    )


def reasons(grants: tuple[Grant, ...], *, trust: bool) -> tuple[str, ...]:
    """What stands out of grants that are new; the gravest first."""
    return tuple(dict.fromkeys(reason for check in _CHECKS for one in grants for reason in check(one, trust)))


def gravity(reason: str) -> int:
    """Where a reason stands among all: 0 is the gravest."""
    return next((at for at, begins in enumerate(GRAVEST) if reason.startswith(begins)), len(GRAVEST))


def _public(grant: Grant, _trust: bool) -> Iterator[str]:
    if (grant.who == "*" and not _held_to(grant)) or grant.who.startswith("others:"):
        yield "anyone, unless the condition keeps them out" if grant.condition else "anyone in the world"
    if grant.who == f"API:{NO_SIGN_IN}":
        yield "needs no key and no signature"


def _unbound(grant: Grant, trust: bool) -> Iterator[str]:
    if trust and grant.who.startswith("Federated:") and not any(key.endswith(":sub") for _, key, _ in grant.condition):
        yield "the identity provider's every user: no condition on the subject"


def _broad(grant: Grant, trust: bool) -> Iterator[str]:
    patterns = grant.actions.patterns
    if grant.actions.others or "*" in patterns:
        yield "every action" if not grant.actions.others else "every action but a few"
    for one in patterns:
        if one.endswith(":*") and not grant.actions.others:
            yield f"every action of {one.removesuffix(':*')}"
        if one.endswith("/AdministratorAccess allows"):
            yield "everything in the account"
    everywhere = grant.resources.others or "*" in grant.resources.patterns
    if everywhere and not trust and not _only_lists(grant.actions):
        yield "every resource"


def _only_lists(actions: Names) -> bool:
    return not actions.others and all(LISTS.match(one) for one in actions.patterns)


def _climbs(grant: Grant, _trust: bool) -> Iterator[str]:
    if any(_touches(grant, action) for action in GIVES_MORE):
        yield "can come to more permissions than these"


def _destroys(grant: Grant, _trust: bool) -> Iterator[str]:
    if any(_touches(grant, action) for action in DESTROYS):
        yield "can destroy data"


def _touches(grant: Grant, action: str) -> bool:
    """Whether the grant contains an action; of a ``NotAction`` whatever it does not name."""
    matched = any(covers(one, action.lower()) for one in grant.actions.folded().patterns)
    return matched != grant.actions.others


_CHECKS: Final = (_public, _unbound, _broad, _climbs, _destroys)
