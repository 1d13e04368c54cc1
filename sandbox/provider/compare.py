"""When two values mean the same to AWS, and what exactly differs when they don't."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.provider.assets import Archive, Asset
from sandbox.provider.values import UNKNOWN

_MISSING = object()


@dataclass(frozen=True)
class Meaning:
    """How the properties of a type are read, by top-level name or dotted path without indices.

    Attributes:
        json_text: JSON documents in strings: spacing and the order of keys mean nothing.
        unordered: Lists whose order means nothing.
        computed: What AWS fills in by itself: whatever is there is right while the program says nothing.
    """

    json_text: frozenset[str] = field(default_factory=frozenset)
    unordered: frozenset[str] = field(default_factory=frozenset)
    computed: frozenset[str] = field(default_factory=frozenset)


PLAIN = Meaning()


@dataclass(frozen=True)
class Difference:
    """One property that differs; `kind` is "add", "delete" or "update"."""

    path: str
    kind: str


def same(left: Any, right: Any, meaning: Meaning = PLAIN, path: str = "") -> bool:
    """Whether `left` and `right` mean the same as values of the property at `path`."""
    return next(differences(left, right, meaning, path), None) is None


def is_empty(value: Any) -> bool:
    """Whether `value` says nothing: absent, or an empty text, list or object."""
    return value is None or value is _MISSING or value in ("", [], {})


def differences(old: Any, new: Any, meaning: Meaning = PLAIN, path: str = "") -> Iterator[Difference]:
    """What has to change for `old` to become `new`, one entry for each innermost property."""
    if is_empty(old) or is_empty(new):
        settled = is_empty(new) and (is_empty(old) or path in meaning.computed)
        if not settled:
            yield Difference(path, "delete" if is_empty(new) else "add")
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            if not key.startswith("__"):
                inner = f"{path}.{key}" if path else key
                yield from differences(old.get(key, _MISSING), new.get(key, _MISSING), meaning, inner)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_differences(old, new, meaning, path)
    elif not _same_leaf(old, new, is_json=path in meaning.json_text):
        yield Difference(path, "update")


def _same_leaf(old: Any, new: Any, *, is_json: bool) -> bool:
    if old is UNKNOWN or new is UNKNOWN:
        return old is new
    if isinstance(old, Asset | Archive) or isinstance(new, Asset | Archive):
        return type(old) is type(new) and old.digest == new.digest
    if is_json and isinstance(old, str) and isinstance(new, str):
        return bool(_normal_json(old) == _normal_json(new))
    return _same_scalar(old, new)


def _list_differences(old: list[Any], new: list[Any], meaning: Meaning, path: str) -> Iterator[Difference]:
    if path in meaning.unordered:
        if not _pair_up(old, new, lambda left, right: same(left, right, meaning, path)):
            yield Difference(path, "update")
    elif len(old) != len(new):
        yield Difference(path, "update")
    else:
        for index, (left, right) in enumerate(zip(old, new, strict=True)):
            # Declared paths have no indices, so the element is compared under the list's own path.
            for found in differences(left, right, meaning, path):
                yield Difference(f"{path}[{index}]{found.path.removeprefix(path)}", found.kind)


def _pair_up(left: list[Any], right: list[Any], fits: Callable[[Any, Any], bool]) -> bool:
    """Whether each of `left` has one of `right` for itself that it fits, and none is over (augmenting paths)."""
    partner: dict[int, int] = {}

    def place(index: int, tried: set[int]) -> bool:
        for other in range(len(right)):
            if other not in tried and fits(left[index], right[other]):
                tried.add(other)
                if other not in partner or place(partner[other], tried):
                    partner[other] = index
                    return True
        return False

    return len(left) == len(right) and all(place(index, set()) for index in range(len(left)))


def _same_scalar(old: Any, new: Any) -> bool:
    if isinstance(old, bool) or isinstance(new, bool):
        return str(old).lower() == str(new).lower()
    if isinstance(old, int | float) or isinstance(new, int | float):
        try:
            return float(old) == float(new)
        except (TypeError, ValueError):
            return False
    return bool(old == new)


def _normal_json(text: str) -> Any:
    try:
        return _normal_policy(json.loads(text))
    except ValueError:
        return text


def _normal_policy(value: Any) -> Any:
    """IAM's equivalences: one value or a list of it, and the order inside such a list of texts."""
    if isinstance(value, dict):
        if {"Effect", "Action"} <= value.keys() or {"Effect", "NotAction"} <= value.keys():
            return {key: _as_set(item) for key, item in value.items()}
        return {key: _normal_policy(item) for key, item in value.items()}
    return [_normal_policy(item) for item in value] if isinstance(value, list) else value


def _as_set(value: Any) -> Any:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    return {key: _as_set(item) for key, item in value.items()} if isinstance(value, dict) else value


def covers(wanted: Any, actual: Any, meaning: Meaning = PLAIN, path: str = "") -> bool:
    """Whether `actual` is `wanted` plus what the service filled in by itself."""
    if isinstance(wanted, Mapping) and isinstance(actual, Mapping):
        return all(
            covers(value, actual.get(key), meaning, f"{path}.{key}" if path else key)
            for key, value in wanted.items()
            if not key.startswith("__")
        )
    if isinstance(wanted, list) and isinstance(actual, list):
        if path in meaning.unordered:
            return _pair_up(wanted, actual, lambda left, right: covers(left, right, meaning, path))
        pairs = zip(wanted, actual, strict=False)
        return len(wanted) == len(actual) and all(covers(left, right, meaning, path) for left, right in pairs)
    return same(actual, wanted, meaning, path)
