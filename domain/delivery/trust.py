"""Whether a token opens a role: IAM's evaluation of a trust policy document, and the reason.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html. What is not known
here (an operator, a key that no token carries, a policy variable) makes an Allow not apply and a Deny apply. Whoever
looks for those who get in must therefore refuse it: see :func:`unjudged`.
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
    element = found.get("Statement") if isinstance(found, Mapping) else None
    many = element if isinstance(element, list) else [element]
    if not many or not all(_is_statement(one) for one in many):
        refuse("trust policy", str(document)[:80], "a policy document with at least one statement")
    return tuple(many)


def _is_statement(one: Any) -> bool:
    """Whether it is read as IAM reads it: an Effect that there is, and conditions by operator and key."""
    if not isinstance(one, Mapping) or one.get("Effect") not in ("Allow", "Deny"):
        return False
    conditions = one.get("Condition", {})
    return isinstance(conditions, Mapping) and all(isinstance(block, Mapping) for block in conditions.values())


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
        failed = next(_failed(statement.get("Condition", {}), claims, deny=deny), None)
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


def unjudged(statement: Mapping[str, Any]) -> Iterator[str]:
    """What of a statement's conditions cannot be judged by a token alone, each with what is accepted."""
    for operator, block in statement.get("Condition", {}).items():
        if _base(operator) not in {*_TESTS, "Null"}:
            yield f"operator {operator}; accepted: {', '.join(sorted(_TESTS))} and Null"
        for key, values in block.items():
            if _claim(key) is None:
                yield f"key {key}; accepted: {ISSUER}: and one of {', '.join(sorted(KNOWN_CLAIMS))}"
            yield from (f"{key} = {value!r}; accepted: no policy variable" for value in listed(values) if "${" in value)


def _concerns(statement: Mapping[str, Any]) -> bool:
    """Whether it is about a token of GitHub's."""
    if "NotAction" in statement:
        about = not any(_like(action, ACTION, ignore_case=True) for action in listed(statement["NotAction"]))
    else:
        about = any(_like(action, ACTION, ignore_case=True) for action in listed(statement.get("Action", [])))
    if "NotPrincipal" in statement:
        return about and not _names_github(statement["NotPrincipal"])
    return about and _names_github(statement.get("Principal", {}))


def _names_github(principal: Any) -> bool:
    """Whether a principal is GitHub's provider of some account, or everybody."""
    if not isinstance(principal, Mapping):
        return bool(principal == "*")
    named = [name for names in principal.values() for name in listed(names)]
    return any(name == "*" or name.endswith(f":oidc-provider/{ISSUER}") for name in named)


def _claim(key: str) -> str | None:
    """The claim that a condition key stands for; condition keys know no letter case."""
    name = key.lower().removeprefix(f"{ISSUER}:")
    return name if name in KNOWN_CLAIMS and key.lower() != name else None


def _base(operator: str) -> str:
    """An operator without its quantifier and ``IfExists``."""
    return operator.rpartition(":")[2].removesuffix("IfExists")


def _failed(conditions: Mapping[str, Mapping[str, Any]], claims: Mapping[str, str], *, deny: bool) -> Iterator[str]:
    """What does not hold; each condition must."""
    for operator, block in conditions.items():
        for key, expected in block.items():
            claim = _claim(key)
            actual = claims.get(claim) if claim is not None else None
            if not _holds(operator, listed(expected), actual, deny=deny):
                name = key.rpartition(":")[2]
                yield f"{name} is {actual or 'not there'}; accepted: {' or '.join(listed(expected))}"


def _holds(operator: str, expected: Sequence[str], actual: str | None, *, deny: bool) -> bool:
    base = _base(operator)
    if base == "Null":
        return any((actual is None) == (one.lower() == "true") for one in expected)
    if base not in _TESTS or any("${" in one for one in expected):
        return deny
    if actual is None:
        quantifier = operator.rpartition(":")[0]
        if operator.endswith("IfExists"):
            return True
        # Of no values at all every one fits and none does, whatever is asked of it.
        return quantifier == "ForAllValues" if quantifier else base in NEGATED
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
