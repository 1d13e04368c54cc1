"""Policy documents as single grants: one principal, one action, one resource, one condition each.

The grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from advisor.report.access.patterns import Names

POSITIVE: Final = frozenset(
    {
        "StringEquals",
        "StringEqualsIgnoreCase",
        "StringLike",
        "ArnEquals",
        "ArnLike",
        "NumericEquals",
        "DateEquals",
        "Bool",
        "BinaryEquals",
        "IpAddress",
    }
)
"""Operators of which one value must fit: more values allow more. Of the negated ones every value must."""

Condition = frozenset[tuple[str, str, frozenset[str]]]
"""Operator, key in lower case, values: all of them must hold together."""


class UnreadableError(ValueError):
    """A document that is not written in IAM's grammar: nothing can be said of what it allows."""


@dataclass(frozen=True)
class Grant:
    """A part of a statement.

    Args:
        allows: Or forbids.
        who: One principal, as ``AWS:arn…``, ``Service:…`` or ``*``; ``others:`` comes before what a ``NotPrincipal``
            leaves out.
        actions: Capital or small letters make no difference.
        resources: ARNs.
        condition: Under which it counts.
    """

    allows: bool
    who: str
    actions: Names
    resources: Names
    condition: Condition = frozenset()

    def covers(self, narrow: Grant) -> bool:
        """Whether each request that ``narrow`` speaks about is spoken about by this one, in the same sense."""
        return (
            self.allows == narrow.allows
            and _reaches(self.who, narrow.who)
            and _holds_when(self.condition, narrow.condition)
            and self.actions.folded().covers(narrow.actions.folded())
            and self.resources.covers(narrow.resources)
        )


def grants_of(document: Any, default_who: str = "") -> tuple[Grant, ...]:
    """The grants of a policy document.

    Args:
        document: Its text, or the object that the text is of.
        default_who: Whom an identity policy is about: its statements name nobody.

    Raises:
        UnreadableError: It is not written in the grammar, or only the deployment knows a part of it.
    """
    policy = _parsed(document)
    statements = policy.get("Statement")
    if isinstance(statements, Mapping):
        statements = [statements]
    if not isinstance(statements, list):
        raise UnreadableError("it has no list of statements")
    return tuple(grant for statement in statements for grant in _of_statement(statement, default_who))


def _parsed(document: Any) -> Mapping[str, Any]:
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError):
            raise UnreadableError("it is no JSON") from None
    if not isinstance(document, Mapping):
        raise UnreadableError("it is no JSON object")
    return document


def _of_statement(statement: Any, default_who: str) -> Iterator[Grant]:
    if not isinstance(statement, Mapping):
        raise UnreadableError("a statement is no object")
    effect = statement.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise UnreadableError("a statement neither allows nor denies")
    who = _principals(statement, default_who)
    actions = _names(statement, "Action", None).single()
    resources = _names(statement, "Resource", "*").single()
    condition = _condition(statement.get("Condition"))
    for one, action, resource in product(who, actions, resources):
        yield Grant(effect == "Allow", one, action, resource, condition)


def _names(statement: Mapping[str, Any], key: str, default: str | None) -> Names:
    """The element or its negation; a trust policy has no resource."""
    if f"Not{key}" in statement:
        return Names(_texts(statement[f"Not{key}"]), others=True)
    if key not in statement:
        if default is None:
            raise UnreadableError(f"a statement has no {key}")
        return Names((default,))
    return Names(_texts(statement[key]))


def _principals(statement: Mapping[str, Any], default_who: str) -> tuple[str, ...]:
    if "NotPrincipal" in statement:
        excluded = sorted(_principal_texts(statement["NotPrincipal"]))
        return ("others:" + json.dumps(excluded),)
    if "Principal" in statement:
        return _principal_texts(statement["Principal"])
    if default_who:
        return (default_who,)
    raise UnreadableError("a statement names no principal")


def _principal_texts(found: Any) -> tuple[str, ...]:
    if found == "*":
        return ("*",)
    if not isinstance(found, Mapping) or not found:
        raise UnreadableError("a principal is neither * nor an object")
    return tuple(_principal(kind, one) for kind, values in found.items() for one in _texts(values))


def _principal(kind: str, name: str) -> str:
    if kind == "AWS" and name == "*":
        return "*"
    if kind == "AWS" and name.isdigit() and len(name) == 12:
        return f"AWS:arn:aws:iam::{name}:root"
    return f"{kind}:{name}"


def _texts(found: Any) -> tuple[str, ...]:
    values = found if isinstance(found, list) else [found]
    if not values or not all(isinstance(one, str) for one in values):
        raise UnreadableError("an element is neither a text nor a list of texts")
    return tuple(values)


def _condition(found: Any) -> Condition:
    if found is None:
        return frozenset()
    if not isinstance(found, Mapping):
        raise UnreadableError("a condition is no object")
    return frozenset(
        (str(operator), str(key).lower(), _values(values))
        for operator, block in found.items()
        for key, values in _block(block)
    )


def _block(found: Any) -> list[tuple[str, Any]]:
    if not isinstance(found, Mapping):
        raise UnreadableError("a condition's operator has no object of keys")
    return list(found.items())


def _values(found: Any) -> frozenset[str]:
    values = found if isinstance(found, list) else [found]
    if not all(isinstance(one, (str, int, float, bool)) for one in values):
        raise UnreadableError("a condition's value is neither a text nor a number")
    return frozenset(str(one).lower() if isinstance(one, bool) else str(one) for one in values)


def _reaches(wide: str, narrow: str) -> bool:
    return wide in ("*", narrow)


def _holds_when(wide: Condition, narrow: Condition) -> bool:
    """Whether ``wide`` holds whenever ``narrow`` does: each of its parts is there, with at least the same values."""
    return all(
        any(
            operator == theirs and key == of and (values == given or (operator in POSITIVE and given <= values))
            for theirs, of, given in narrow
        )
        for operator, key, values in wide
    )
