"""Fixtures of a table of limits: for each of them what is just accepted, and what no longer is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from guardrails.aws.service_model import Choice, Limit, Limits, Range, Text

from tests.policies.cases.case import Case


def at_the_edges(base: Case, limits: Limits, where: str = "", sample: str = "a") -> tuple[list[Case], list[Case]]:
    """Passing and failing fixtures, each ``base`` with one value changed.

    Args:
        base: A resource that the rule accepts.
        limits: The rule's table.
        where: Dotted path of the block that the table speaks of; a number is a place in a list.
        sample: Character that every text of the table may be made of.
    """
    passes: list[Case] = []
    fails: list[Case] = []
    for path, limit in limits.items():
        keys = f"{where}.{path}".strip(".").split(".")
        passes += [_set(base, keys, value) for value in _accepted(limit, sample)]
        fails += [_set(base, keys, value, (f"{_shown(keys)} {problem}",)) for value, problem in _refused(limit, sample)]
    return passes, fails


def _accepted(limit: Limit, sample: str) -> Iterator[object]:
    if isinstance(limit, Range):
        yield float(limit.least)
        if limit.most is not None:
            yield float(limit.most)
    elif isinstance(limit, Choice):
        yield from limit.values
    elif isinstance(limit, Text):
        yield sample * max(limit.least, 1)
        yield sample * limit.most


def _refused(limit: Limit, sample: str) -> Iterator[tuple[object, str]]:
    if isinstance(limit, Range):
        for value in (limit.least - 1, *(() if limit.most is None else (limit.most + 1,))):
            yield float(value), f"is {value:.15g}, {limit};"
    elif isinstance(limit, Choice):
        yield "other", "is other; accepted: "
    elif isinstance(limit, Text):
        yield (
            sample * (limit.most + 1),
            f"has {limit.most + 1} characters, accepted: {limit.least} to {limit.most};",
        )
        if limit.least > 1:
            yield sample * (limit.least - 1), f"has {limit.least - 1} characters"


def _set(base: Case, keys: list[str], value: object, names: tuple[str, ...] = ()) -> Case:
    props: Any = _with(base.props, keys, value)
    return replace(base, props=props, names=names)


def _with(inner: Any, keys: list[str], value: object) -> Any:
    if not keys:
        return value
    first, *rest = keys
    if first.isdigit():
        return [_with(each, rest, value) if index == int(first) else each for index, each in enumerate(inner)]
    return {**(inner or {}), first: _with((inner or {}).get(first), rest, value)}


def _shown(keys: list[str]) -> str:
    return "".join(f"[{key}]" if key.isdigit() else f".{key}" for key in keys).lstrip(".")
