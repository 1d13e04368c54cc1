"""Counts the things in which two fixtures differ, so that each violation is shown to hang on one thing alone."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.policies.cases.case import Case, StackCase


def differences(one: object, other: object) -> int:
    """How many leaves differ. A property, an element or a resource that only one of them has counts once."""
    if isinstance(one, StackCase) and isinstance(other, StackCase):
        return differences(_by_name(one), _by_name(other))
    if isinstance(one, Case) and isinstance(other, Case):
        return differences(_facts(one), _facts(other))
    one, other = _document(one), _document(other)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        missing = object()
        return sum(differences(one.get(key, missing), other.get(key, missing)) for key in {*one, *other})
    if isinstance(one, list) and isinstance(other, list):
        shared = min(len(one), len(other))
        return sum(map(differences, one[:shared], other[:shared])) + len(one) + len(other) - 2 * shared
    return int(type(one) is not type(other) or one != other)


def _facts(case: Case) -> dict[str, object]:
    names = ("type", "props", "links", "provider_region", "environment", "protect", "settings", "today")
    return {name: getattr(case, name) for name in names}


def _by_name(case: StackCase) -> dict[str, object]:
    return {f"{resource.type} {resource.name}": _facts(resource) for resource in case.resources}


def _document(value: object) -> object:
    """A JSON document as what it says."""
    if not isinstance(value, str) or value[:1] not in {"{", "["}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
