"""Reads a role's trust policy: who is let in by which kind of federation, and what the conditions demand of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam
from guardrails.props import Props
from guardrails.rule import Resource

ROLE: Final = "aws:iam/role:Role"
GITHUB: Final = "token.actions.githubusercontent.com"
"""Host of GitHub's token issuer, in the provider's ARN and in its condition keys."""

_EXACT: Final = frozenset({"stringequals", "stringequalsignorecase"})
_PATTERN: Final = frozenset({"stringlike"})


def allowed(resource: Resource) -> Iterator[iam.Statement]:
    """The statements of a role's trust policy that let somebody in."""
    return (statement for statement in iam.statements(resource["assumeRolePolicy"]) if statement.allows)


def values_of(statement: iam.Statement, kind: str) -> list[str]:
    """The known principals of a kind, such as ``federated``."""
    return [value for found, value in statement.principals() if found == kind]


def by_web_identity(statement: iam.Statement) -> bool:
    """True for a statement that lets holders of an identity provider's token in."""
    return statement.grants("sts:AssumeRoleWithWebIdentity")


def of_github(statement: iam.Statement) -> bool:
    """True when the token is GitHub's: its provider's ARN says so, or where that is not known yet, a condition key."""
    if any(key.startswith(GITHUB) for _, key, _ in statement.conditions()):
        return True
    return any(GITHUB in value for value in values_of(statement, "federated"))


def demands(statement: iam.Statement, suffix: str) -> Iterator[tuple[bool, Props]]:
    """For each condition on a key with this ending: whether its values are patterns, and the values.

    Operators that negate, or that are true without the key (``...IfExists``, ``ForAllValues:``), demand nothing.
    """
    for operator, key, values in statement.conditions():
        plain = operator.removeprefix("foranyvalue:")
        if key.endswith(suffix) and plain in _EXACT | _PATTERN:
            yield plain in _PATTERN, values


def is_pattern(text: str) -> bool:
    """True for a value with a wildcard."""
    return "*" in text or "?" in text
