"""Diff: which properties differ, which of them need a new resource, and what a state looks like after a read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.provider.compare import Difference, covers, differences, is_empty
from sandbox.provider.resource import Resource
from sandbox.provider.values import UNKNOWN, Props


@dataclass(frozen=True)
class Diff:
    """What an update would do.

    Attributes:
        changes: Each innermost property that differs.
        replaces: Top-level properties that force a new resource.
        delete_first: The old one must go before the new one comes.
    """

    changes: tuple[Difference, ...]
    replaces: tuple[str, ...]
    delete_first: bool

    @property
    def names(self) -> frozenset[str]:
        """The top-level properties that differ."""
        return frozenset(top_level(change.path) for change in self.changes)


def top_level(path: str) -> str:
    """The property that a path starts at."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def forces(path: str, replaces: Collection[str]) -> bool:
    """Whether a change at `path` makes a new resource; `replaces` has paths without indices."""
    plain = re.sub(r"\[\d+\]", "", path)
    return any(plain == item or plain.startswith(f"{item}.") for item in replaces)


def diff(resource: Resource, state: Props, old_inputs: Props, news: Props, region: str) -> Diff:
    """The way from `state` to `news`.

    Args:
        resource: The type.
        state: What was last read.
        old_inputs: What the program said then: what it no longer says is removed.
        news: What it says now, checked.
        region: The provider's Region, for resources that name none.
    """
    changes = list(_changes(resource, state, old_inputs, news))
    wanted_region = news.get("region", region)
    if state.get("region", wanted_region) != wanted_region:
        changes.append(Difference("region", "update"))
    replaces = {top_level(item.path) for item in changes if forces(item.path, {*resource.table.replaces, "region"})}
    replaces |= set(resource.forced(state, news)) & {top_level(item.path) for item in changes}
    return Diff(tuple(changes), tuple(sorted(replaces)), bool(replaces) and _deletes_first(resource, state, news))


def _changes(resource: Resource, state: Props, old_inputs: Props, news: Props) -> Iterator[Difference]:
    for name, value in news.items():
        if not name.startswith("__") and name != "region":
            yield from differences(state.get(name), value, resource.table.meaning, name)
    for name, value in old_inputs.items():
        gone = name not in news and not name.startswith("__") and name not in {"region", "tagsAll"}
        if gone and not is_empty(value):
            yield from differences(state.get(name), None, resource.table.meaning, name)


def _deletes_first(resource: Resource, state: Props, news: Props) -> bool:
    if resource.table.delete_first:
        return True
    auto = resource.table.name
    return auto is not None and news.get(auto.property) == state.get(auto.property)


def settled_state(resource: Resource, actual: Mapping[str, Any], inputs: Props) -> Props:
    """What is kept of a read: AWS's values, in the program's own words wherever they mean the same.

    A property that the program sets and AWS doesn't return is drift, unless the type says that AWS never returns it.
    """
    state = {name: value for name, value in actual.items() if value is not None}
    silent = resource.table.unread | resource.table.local
    for name, value in inputs.items():
        if name.startswith("__") or name in {"tags", "tagsAll", "region"}:
            continue
        if is_empty(state.get(name)):
            if not value or name in silent:
                state[name] = value
        elif covers(value, state[name], resource.table.meaning, name):
            state[name] = _with_computed(value, state[name], resource, name)
    return state


def _with_computed(value: Any, actual: Any, resource: Resource, name: str) -> Any:
    """The program's own words for a list of objects, each with what AWS computes of it."""
    members = resource.table.nested_outputs.get(name, ())
    if not members or not isinstance(value, list):
        return value
    found = [next(one for one in actual if covers(item, one, resource.table.meaning, name)) for item in value]
    return [
        {**item, **{member: one[member] for member in members if one.get(member) is not None}}
        for item, one in zip(value, found, strict=True)
    ]


def unknown_members(resource: Resource, inputs: Props) -> Props:
    """Lists of objects whose members AWS computes, with those unknown, as a preview shows them."""
    return {
        name: [{**dict.fromkeys(members, UNKNOWN), **item} if isinstance(item, Mapping) else item for item in value]
        for name, members in resource.table.nested_outputs.items()
        if isinstance(value := inputs.get(name), list)
    }


def is_on(value: Any) -> bool:
    """Whether anything in `value` is more than empty, zero or False."""
    if isinstance(value, Mapping):
        return any(is_on(item) for item in value.values())
    return any(is_on(item) for item in value) if isinstance(value, list) else bool(value)


def inputs_after_read(resource: Resource, state: Props, inputs: Props) -> Props:
    """The inputs that would make what was read: the given ones, brought up to date; all settable ones on import."""
    settable = resource.spec.inputs
    if not inputs:
        # What is off or empty is what it would be without the program saying so.
        return {
            name: value
            for name, value in state.items()
            if name in settable and (is_on(value) or settable[name].required)
        }
    kept = {name: state[name] for name in inputs if name in state and not name.startswith("__")}
    internal = {name: value for name, value in inputs.items() if name.startswith("__")}
    return {**kept, **internal}
