"""What an expression is worth, given contexts and how the jobs before went; GitHub's own rules of comparison.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.checks import refuse
from domain.delivery.expressions import STATUS, Binary, Call, Literal, Member, Name, Node, Not, functions, parse

_KNOWN_ONLY: Final = {"github": "give the walk what it is", "needs": "add the job to the `needs` of this one"}
"""Contexts whose properties must be there, and what to do for one that is not."""


@dataclass(frozen=True)
class Before:
    """How the jobs went that a job waits for, directly or through others.

    Attributes:
        results: Each such job's result.
        cancelled: Whether the run itself was cancelled. A job may be cancelled without it: it took too long, or a newer
            run of its concurrency group took its place.
    """

    results: Mapping[str, str]
    cancelled: bool = False

    def status(self, function: str) -> bool:
        """What success(), failure(), always() or cancelled() is worth in a job's `if`."""
        if function == "always":
            return True
        if function == "cancelled":
            return self.cancelled
        if function == "failure":
            return not self.cancelled and "failure" in self.results.values()
        # A skipped ancestor is no success, however far away it is: https://github.com/actions/runner/issues/491
        return not self.cancelled and all(one == "success" for one in self.results.values())


def starts(condition: str | bool | None, contexts: Mapping[str, object], before: Before) -> bool:
    """Whether a job with this `if` starts; ``None`` is a job without one.

    Raises:
        ValueError: The condition is no expression, or asks for what this evaluator does not know.
    """
    if condition is None:
        return before.status("success")
    tree = Literal(condition) if isinstance(condition, bool) else parse(condition)
    if not functions(tree) & STATUS and not before.status("success"):
        return False
    return truth(value(tree, contexts, before))


def truth(one: object) -> bool:
    """What counts as true: all but false, 0, the empty text, null and what is not a number."""
    if isinstance(one, float) and math.isnan(one):
        return False
    return one not in (None, False, 0, "")


def value(node: Node, contexts: Mapping[str, object], before: Before) -> object:
    """The value of an expression.

    Raises:
        ValueError: A function or a context that is not known.
    """
    match node:
        case Literal(one):
            return one
        case Name(name):
            return _context(name, contexts)
        case Member():
            return _read(node, contexts, before)
        case Not(operand):
            return not truth(value(operand, contexts, before))
        case Binary():
            return _joined(node, contexts, before)
        case Call():
            return _called(node, contexts, before)


def _context(name: str, contexts: Mapping[str, object]) -> object:
    known = {one.casefold(): context for one, context in contexts.items()}
    if name.casefold() not in known:
        refuse("context", name, f"one of {', '.join(sorted(contexts))}")
    return known[name.casefold()]


def _read(node: Member, contexts: Mapping[str, object], before: Before) -> object:
    """A property; of some contexts only one that is known here: what is not there would be null, and so a guess."""
    of = value(node.of, contexts, before)
    key = None if node.key is None else value(node.key, contexts, before)
    root = _root(node.of)
    if key is not None and isinstance(of, Mapping) and root in _KNOWN_ONLY and _member(of, key) is None:
        refuse(f"property of {root}", key, f"one of {', '.join(map(str, of)) or 'none'}; {_KNOWN_ONLY[root]}")
    return _member(of, key)


def _root(node: Node) -> str | None:
    while isinstance(node, Member):
        node = node.of
    return node.name.casefold() if isinstance(node, Name) else None


def _joined(node: Binary, contexts: Mapping[str, object], before: Before) -> object:
    first = value(node.left, contexts, before)
    if node.operator in ("&&", "||"):
        return first if truth(first) is (node.operator == "||") else value(node.right, contexts, before)
    return _compared(node.operator, first, value(node.right, contexts, before))


def _member(of: object, key: object) -> object:
    if key is None:
        return list(of.values()) if isinstance(of, Mapping) else list(of) if isinstance(of, list) else []
    if isinstance(of, list):  # what `.*` gave: the property of each
        return [found for one in of if (found := _member(one, key)) is not None]
    if not isinstance(of, Mapping):
        return None
    return next((found for name, found in of.items() if str(name).casefold() == str(key).casefold()), None)


def _number(one: object) -> float:
    if one is None or one == "":
        return 0.0
    if isinstance(one, (bool, int, float)):
        return float(one)
    if isinstance(one, str):
        try:
            return float(one)
        except ValueError:
            return math.nan
    return math.nan


def _compared(operator: str, left: object, right: object) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        first: str | float = left.casefold()
        second: str | float = right.casefold()
    else:
        first, second = _number(left), _number(right)
    if operator in ("==", "!="):
        return (first == second) is (operator == "==")
    return _ordered(operator, first, second)


def _ordered(operator: str, first: str | float, second: str | float) -> bool:
    smaller = first < second  # type: ignore[operator]
    larger = first > second  # type: ignore[operator]
    return {"<": smaller, ">": larger, "<=": smaller or first == second, ">=": larger or first == second}[operator]


def _called(node: Call, contexts: Mapping[str, object], before: Before) -> object:
    name = node.function.lower()
    if name in STATUS and not node.arguments:
        return before.status(name)
    given = [value(one, contexts, before) for one in node.arguments]
    if name not in ("contains", "startswith", "endswith") or len(given) != 2:
        accepted = "success(), failure(), always(), cancelled(), contains(a, b), startsWith(a, b) or endsWith(a, b)"
        refuse("function", f"{node.function}() with {len(given)} arguments", accepted)
    if name == "contains" and isinstance(given[0], list):
        return any(_compared("==", one, given[1]) for one in given[0])
    whole, part = (_text(one).casefold() for one in given)
    if name == "contains":
        return part in whole
    return whole.startswith(part) if name == "startswith" else whole.endswith(part)


def _text(one: object) -> str:
    """As GitHub writes it; lists and mappings are none."""
    if isinstance(one, bool):
        return str(one).lower()
    if isinstance(one, (int, float)):
        return f"{one:.15g}"
    return one if isinstance(one, str) else ""
