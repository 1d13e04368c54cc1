"""Metric math over the periods of an alarm: pure.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html: a part of it, which alarms on
rates need: arithmetic, comparisons, AND, OR, IF, FILL, SUM, AVG, MIN, MAX, ABS, CEIL, FLOOR. A period without data has
no value, and neither has what is computed from it, or what is divided by zero.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sandbox.scaling.token_reader import TokenReader

Series = list[float | None]
Number = float | None
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>==|!=|<=|>=|&&|\|\||[-+*/^<>(),\[\]]))"
)
_WORDS: Final = {"AND": "&&", "OR": "||"}
# Binding strength, the weakest first.
_BINARY: Final[Mapping[str, tuple[int, Callable[[float, float], float]]]] = {
    "||": (1, lambda left, right: float(bool(left) or bool(right))),
    "&&": (2, lambda left, right: float(bool(left) and bool(right))),
    **{
        sign: (3, lambda left, right, test=test: float(test(left, right)))  # type: ignore[misc]
        for sign, test in {
            "==": operator.eq,
            "!=": operator.ne,
            "<": operator.lt,
            "<=": operator.le,
            ">": operator.gt,
            ">=": operator.ge,
        }.items()
    },
    "+": (4, operator.add),
    "-": (4, operator.sub),
    "*": (5, operator.mul),
    "/": (5, operator.truediv),
    "^": (6, operator.pow),
}
_AGGREGATES: Final[Mapping[str, Callable[[Sequence[float]], float]]] = {
    "SUM": math.fsum,
    "AVG": lambda values: math.fsum(values) / len(values),
    "MIN": min,
    "MAX": max,
}
_EACH: Final[Mapping[str, Callable[[float], float]]] = {
    "ABS": abs,
    "CEIL": lambda value: float(math.ceil(value)),
    "FLOOR": lambda value: float(math.floor(value)),
}
FUNCTIONS: Final = ("IF", "FILL", *_AGGREGATES, *_EACH)


class ExpressionError(ValueError):
    """An expression that is not understood here; the message says what is."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation: `kind` is `number`, `name`, `list`, `call`, `negative`, or the sign of a binary one."""

    kind: str
    value: Any = None
    parts: tuple[Node, ...] = ()


@lru_cache(maxsize=512)
def parse_expression(text: str) -> Node:
    """The operations of an expression.

    Raises:
        ExpressionError: It is not understood.
    """
    parser = _Parser(_tokens(text), text)
    node = parser.expression(0)
    if parser.peek():
        raise ExpressionError(f"{text!r}: {parser.peek()!r} was not expected there")
    return node


def names_in(node: Node) -> frozenset[str]:
    """The ids that an expression refers to."""
    own = {node.value} if node.kind == "name" and node.value != "REPEAT" else set()
    return frozenset(own).union(*(names_in(part) for part in node.parts))


def compute(node: Node, ids: Mapping[str, Series], length: int) -> Series:
    """The value of an expression in each period.

    Args:
        node: A parsed expression.
        ids: Values of each id, oldest first, `length` each.
        length: Number of periods.

    Raises:
        ExpressionError: It refers to an id that is not there.
    """
    found = _value(node, ids, length)
    return found if isinstance(found, list) else [found] * length


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _TOKEN.match(stripped, position)
        if match is None:
            raise ExpressionError(f"{text!r}: {stripped[position:].strip()[:20]!r} is not understood")
        token = match[match.lastgroup or 0]
        tokens.append(_WORDS.get(token, token))
        position = match.end()
    return tokens


class _Parser(TokenReader):
    """Operator precedence, from left to right."""

    def __init__(self, tokens: Sequence[str], text: str) -> None:
        super().__init__(tokens, f"{text!r}", ExpressionError, "a value")

    def expression(self, strength: int) -> Node:
        left = self._operand()
        while (sign := self.peek()) in _BINARY and _BINARY[sign][0] > strength:
            self.take()
            left = Node(sign, None, (left, self.expression(_BINARY[sign][0])))
        return left

    def _operand(self) -> Node:
        token = self.take()
        if token == "-":  # noqa: S105 - a sign
            return Node("negative", None, (self._operand(),))
        if token == "(":  # noqa: S105
            inner = self.expression(0)
            self.take(")")
            return inner
        if token == "[":  # noqa: S105
            return Node("list", None, self._arguments("]"))
        if token[0].isdigit() or token[0] == ".":
            return Node("number", float(token))
        if not (token[0].isalpha() or token[0] == "_"):
            raise ExpressionError(f"{self._text}: {token!r} was not expected there")
        if self.peek() != "(":
            return Node("name", token)
        if token not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise ExpressionError(f"{self._text}: the sandbox has no function {token}; it has {known}")
        self.take("(")
        return _checked(Node("call", token, self._arguments(")")), self._text)

    def _arguments(self, end: str) -> tuple[Node, ...]:
        found = [self.expression(0)]
        while self.peek() == ",":
            self.take(",")
            found.append(self.expression(0))
        self.take(end)
        return tuple(found)


def _checked(call: Node, text: str) -> Node:
    wanted = {"IF": (2, 3), "FILL": (2, 2)}.get(str(call.value), (1, 1))
    if not wanted[0] <= len(call.parts) <= wanted[1]:
        raise ExpressionError(f"{text}: {call.value} takes {wanted[0]} to {wanted[1]} values, not {len(call.parts)}")
    return call


def _value(node: Node, ids: Mapping[str, Series], length: int) -> Series | Number:
    if node.kind == "number":
        return float(node.value)
    if node.kind == "name":
        if node.value not in ids:
            raise ExpressionError(f"there is no id {node.value!r}; known: {', '.join(sorted(ids))}")
        return ids[node.value]
    if node.kind == "call":
        return _call(node, ids, length)
    if node.kind == "list":
        raise ExpressionError("a list stands only inside of SUM, AVG, MIN and MAX")
    values = [_value(part, ids, length) for part in node.parts]
    if node.kind == "negative":
        return _each(lambda value: -value, values)
    return _each(_BINARY[node.kind][1], values)


def _call(node: Node, ids: Mapping[str, Series], length: int) -> Series | Number:
    name = str(node.value)
    if name in _AGGREGATES:
        return _aggregate(_AGGREGATES[name], node.parts[0], ids, length)
    if name == "FILL":
        return _fill(node, ids, length)
    values = [_value(part, ids, length) for part in node.parts]
    if name == "IF":
        # What is not chosen may be missing, so that the choice is made before any other value is looked at.
        columns = [value if isinstance(value, list) else [value] * length for value in values]
        chosen = [_choice(row) for row in zip(*columns, strict=True)]
        return chosen if any(isinstance(value, list) for value in values) else chosen[0]
    return _each(_EACH[name], values)


def _choice(row: tuple[Number, ...]) -> Number:
    if row[0] is None:
        return None
    return row[1] if row[0] else (row[2] if len(row) > 2 else None)


def _fill(node: Node, ids: Mapping[str, Series], length: int) -> Series | Number:
    series, other = _value(node.parts[0], ids, length), node.parts[1]
    if not isinstance(series, list):
        return series
    if other.kind == "name" and other.value == "REPEAT":
        repeated: Series = []
        for value in series:
            repeated.append(value if value is not None or not repeated else repeated[-1])
        return repeated
    filler = _value(other, ids, length)
    fillers = filler if isinstance(filler, list) else [filler] * length
    return [spare if value is None else value for value, spare in zip(series, fillers, strict=True)]


def _aggregate(
    function: Callable[[Sequence[float]], float], part: Node, ids: Mapping[str, Series], length: int
) -> Series | Number:
    """Of a list in each period; of one series over all of its periods."""
    if part.kind != "list":
        series = _value(part, ids, length)
        known = [value for value in (series if isinstance(series, list) else [series]) if value is not None]
        return function(known) if known else None
    found = [_value(item, ids, length) for item in part.parts]
    columns = [value if isinstance(value, list) else [value] * length for value in found]
    rows = [[value for value in row if value is not None] for row in zip(*columns, strict=True)]
    return [function(row) if row else None for row in rows]


def _each(function: Callable[..., float], values: Sequence[Series | Number]) -> Series | Number:
    if not any(isinstance(value, list) for value in values):
        return _safely(function, [value for value in values if not isinstance(value, list)])
    length = next(len(value) for value in values if isinstance(value, list))
    columns = [value if isinstance(value, list) else [value] * length for value in values]
    return [_safely(function, row) for row in zip(*columns, strict=True)]


def _safely(function: Callable[..., float], row: Sequence[Number]) -> Number:
    if any(value is None for value in row):
        return None
    try:
        found = function(*row)
    except (ZeroDivisionError, OverflowError):
        return None
    return float(found) if isinstance(found, int | float) and math.isfinite(found) else None
