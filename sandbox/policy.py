"""Evaluates IAM policy documents: pure, no moto, no clock.

Order of evaluation: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
An explicit Deny wins, then an Allow, else the implicit deny. A condition operator that is not known here makes an
Allow not apply and a Deny apply: fails closed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any, Final

Context = Mapping[str, str | Sequence[str]]


class Verdict(Enum):
    """What a set of policies says about one action."""

    ALLOW = "allow"
    DENY = "deny"
    SILENT = "silent"


@lru_cache(maxsize=2048)
def statements(document: str) -> tuple[Mapping[str, Any], ...]:
    """The statements of a policy document; a single statement may stand without its list."""
    found = json.loads(document).get("Statement", [])
    return tuple(found) if isinstance(found, list) else (found,)


def evaluate(
    found: Iterable[Mapping[str, Any]],
    *,
    action: str,
    resource: str | None,
    context: Context,
    principals: Sequence[str] | None = None,
) -> Verdict:
    """The verdict of `found` on one action.

    Args:
        found: Statements of all policies that apply.
        action: Such as `s3:GetObject`.
        resource: ARN, or None when the resource of the call is not modelled: then any Resource of an Allow matches,
            and of a Deny only `*`.
        context: Condition keys and their values.
        principals: For resource policies: every name of the caller (ARN, account, service). None for identity policies.
    """
    verdict = Verdict.SILENT
    for statement in found:
        deny = statement.get("Effect") == "Deny"
        if not _matches_action(statement, action) or not _matches_resource(statement, resource, deny=deny):
            continue
        if principals is not None and not _matches_principal(statement, principals):
            continue
        if not _conditions_hold(statement.get("Condition") or {}, context, deny=deny):
            continue
        if deny:
            return Verdict.DENY
        verdict = Verdict.ALLOW
    return verdict


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


@lru_cache(maxsize=8192)
def _glob(pattern: str, *, ignore_case: bool = False) -> re.Pattern[str]:
    escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _any_glob(patterns: Any, value: str, *, ignore_case: bool = False) -> bool:
    return any(_glob(str(pattern), ignore_case=ignore_case).fullmatch(value) for pattern in _listed(patterns))


def _matches_action(statement: Mapping[str, Any], action: str) -> bool:
    if "NotAction" in statement:
        return not _any_glob(statement["NotAction"], action, ignore_case=True)
    return _any_glob(statement.get("Action", []), action, ignore_case=True)


def _matches_resource(statement: Mapping[str, Any], resource: str | None, *, deny: bool) -> bool:
    if "NotResource" in statement:
        return resource is None or not _any_glob(statement["NotResource"], resource)
    if "Resource" not in statement:
        return True
    patterns = _listed(statement["Resource"])
    if resource is None:
        return "*" in patterns if deny else bool(patterns)
    return _any_glob(patterns, resource)


def _matches_principal(statement: Mapping[str, Any], principals: Sequence[str]) -> bool:
    if "NotPrincipal" in statement:
        return not _names_principal(statement["NotPrincipal"], principals)
    return _names_principal(statement.get("Principal", {}), principals)


def _names_principal(element: Any, principals: Sequence[str]) -> bool:
    if element == "*":
        return True
    named = [str(name) for names in element.values() for name in _listed(names)]
    return "*" in named or any(name in principals for name in named)


def _conditions_hold(conditions: Mapping[str, Mapping[str, Any]], context: Context, *, deny: bool) -> bool:
    lowered = {name.lower(): _listed(value) for name, value in context.items()}
    for operator, block in conditions.items():
        for key, expected in block.items():
            if not _holds(operator, [str(value) for value in _listed(expected)], lowered.get(key.lower()), deny=deny):
                return False
    return True


def _holds(operator: str, expected: list[str], actual: list[str] | None, *, deny: bool) -> bool:
    quantifier, _, base = operator.rpartition(":")
    if_exists = base.endswith("IfExists")
    base = base.removesuffix("IfExists")
    if base == "Null":
        return any((actual is None) == (one.lower() == "true") for one in expected)
    test = _OPERATORS.get(base)
    if test is None:
        return deny
    if actual is None:
        # Of no values at all every one fits and none does, whatever is asked of it.
        return if_exists or (quantifier == "ForAllValues" if quantifier else base in _NEGATED)
    results = [test(expected, str(value)) for value in actual]
    if base in _NEGATED and quantifier != "ForAnyValue":
        return all(results)
    return all(results) if quantifier == "ForAllValues" else any(results)


def _number(compare: Callable[[float, float], bool]) -> Callable[[list[str], str], bool]:
    return lambda expected, value: any(compare(float(value), float(limit)) for limit in expected)


def _in_network(expected: list[str], value: str) -> bool:
    return any(ip_address(value) in ip_network(network, strict=False) for network in expected)


def _lower(values: list[str]) -> list[str]:
    return [value.lower() for value in values]


_NEGATED: Final = frozenset(
    {
        "StringNotEquals",
        "StringNotEqualsIgnoreCase",
        "StringNotLike",
        "ArnNotEquals",
        "ArnNotLike",
        "NumericNotEquals",
        "NotIpAddress",
    }
)
_OPERATORS: Final[Mapping[str, Callable[[list[str], str], bool]]] = {
    "StringEquals": lambda expected, value: value in expected,
    "StringNotEquals": lambda expected, value: value not in expected,
    "StringEqualsIgnoreCase": lambda expected, value: value.lower() in _lower(expected),
    "StringNotEqualsIgnoreCase": lambda expected, value: value.lower() not in _lower(expected),
    "StringLike": _any_glob,
    "StringNotLike": lambda expected, value: not _any_glob(expected, value),
    "ArnEquals": _any_glob,
    "ArnLike": _any_glob,
    "ArnNotEquals": lambda expected, value: not _any_glob(expected, value),
    "ArnNotLike": lambda expected, value: not _any_glob(expected, value),
    "Bool": lambda expected, value: value.lower() in _lower(expected),
    "IpAddress": _in_network,
    "NotIpAddress": lambda expected, value: not _in_network(expected, value),
    "NumericEquals": _number(lambda value, limit: value == limit),
    "NumericNotEquals": lambda expected, value: all(float(value) != float(limit) for limit in expected),
    "NumericLessThan": _number(lambda value, limit: value < limit),
    "NumericLessThanEquals": _number(lambda value, limit: value <= limit),
    "NumericGreaterThan": _number(lambda value, limit: value > limit),
    "NumericGreaterThanEquals": _number(lambda value, limit: value >= limit),
}
