"""Whether a token opens a role: IAM's evaluation of a trust policy document, and the reason.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html. An operator that is
not known here makes an Allow not apply and a Deny apply: it fails closed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from domain.checks import refuse
from domain.delivery.subjects import ISSUER

ACTION: Final = "sts:AssumeRoleWithWebIdentity"
KNOWN_CLAIMS: Final = frozenset(
    {"aud", "sub", "actor", "actor_id", "job_workflow_ref", "repository", "repository_id", "workflow", "ref"}
    | {"environment", "enterprise_id"}
)
"""The claims of GitHub's tokens that are condition keys; any other is never there.
https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/"""
NEGATED: Final = frozenset({"StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike"})


@dataclass(frozen=True)
class TrustDecision:
    """Whether a token opens a role.

    Attributes:
        allowed: Whether.
        reason: Why, or what the token lacks.
    """

    allowed: bool
    reason: str


def statements(document: str | Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The statements of a trust policy.

    Raises:
        ValueError: It is no policy document.
    """
    try:
        found = json.loads(document) if isinstance(document, str) else document
    except ValueError:
        found = None
    listed = found.get("Statement") if isinstance(found, Mapping) else None
    many = listed if isinstance(listed, list) else [listed]
    if not many or not all(isinstance(one, Mapping) for one in many):
        refuse("trust policy", str(document)[:80], "a policy document with at least one statement")
    return tuple(many)


def may_assume(document: str | Mapping[str, Any], claims: Mapping[str, str]) -> TrustDecision:
    """Whether a token with these claims may assume the role with this trust policy.

    Args:
        document: The trust policy.
        claims: See :func:`domain.delivery.claims.claims_of`.

    Raises:
        ValueError: The document is no policy.
    """
    issuer = claims.get("iss", "").removeprefix("https://")
    if issuer != ISSUER:
        return TrustDecision(False, f"the token is {issuer or 'nobody'}'s; accepted: {ISSUER}'s")
    reasons: list[str] = []
    opened = None
    for statement in statements(document):
        if not _concerns(statement):
            continue
        deny = statement.get("Effect") != "Allow"
        failed = next(_failed(statement.get("Condition") or {}, claims, deny=deny), None)
        name = str(statement.get("Sid", "a statement"))
        if failed is None and deny:
            return TrustDecision(False, f"{name} denies it")
        if failed is None:
            opened = opened or name
        elif not deny:
            reasons.append(failed)
    if opened is not None:
        return TrustDecision(True, f"{opened}: sub is {claims.get('sub')}")
    return TrustDecision(False, "; ".join(dict.fromkeys(reasons)) or "no statement is for GitHub's tokens")


def listed(value: Any) -> list[str]:
    """The texts of an element that may be one or many."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def of_github(statement: Mapping[str, Any]) -> bool:
    """Whether the statement's principal is GitHub's provider, or anybody."""
    principal = statement.get("Principal", {})
    if principal == "*":
        return True
    named = listed(principal.get("Federated", [])) if isinstance(principal, Mapping) else []
    return any(one == "*" or one.endswith(f":oidc-provider/{ISSUER}") for one in named)


def _concerns(statement: Mapping[str, Any]) -> bool:
    actions = listed(statement.get("Action", []))
    return any(_like(action, ACTION, ignore_case=True) for action in actions) and of_github(statement)


def _failed(conditions: Mapping[str, Mapping[str, Any]], claims: Mapping[str, str], *, deny: bool) -> Iterator[str]:
    """What does not hold; each condition must."""
    for operator, block in conditions.items():
        for key, expected in block.items():
            name = key.lower().removeprefix(f"{ISSUER}:")
            known = name in KNOWN_CLAIMS and key.lower().startswith(f"{ISSUER}:")
            actual = claims.get(name) if known else None
            if not _holds(operator, listed(expected), actual, deny=deny):
                yield f"{name} is {actual or 'not there'}; accepted: {' or '.join(listed(expected))}"


def _holds(operator: str, expected: Sequence[str], actual: str | None, *, deny: bool) -> bool:
    quantifier, _, base = operator.rpartition(":")
    if_exists = base.endswith("IfExists")
    base = base.removesuffix("IfExists")
    if base == "Null":
        return (actual is None) == (expected[0].lower() == "true")
    if base not in _TESTS:
        return deny
    if actual is None:
        return if_exists or base in NEGATED or quantifier == "ForAllValues"
    found = any(_TESTS[base](one, actual) for one in expected)
    return not found if base in NEGATED else found


@lru_cache(maxsize=1024)
def _pattern(pattern: str, *, ignore_case: bool) -> re.Pattern[str]:
    escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _like(pattern: str, value: str, *, ignore_case: bool = False) -> bool:
    return _pattern(pattern, ignore_case=ignore_case).fullmatch(value) is not None


def _same(one: str, other: str) -> bool:
    return one == other


def _same_letters(one: str, other: str) -> bool:
    return one.lower() == other.lower()


_TESTS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "StringEquals": _same,
    "StringNotEquals": _same,
    "StringEqualsIgnoreCase": _same_letters,
    "StringNotEqualsIgnoreCase": _same_letters,
    "StringLike": _like,
    "StringNotLike": _like,
}
