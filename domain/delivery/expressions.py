"""GitHub's expressions, as far as a job's `if` needs them: read into a tree.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NoReturn

from domain.checks import refuse

STATUS: Final = frozenset({"success", "failure", "always", "cancelled"})
"""Functions that ask how the jobs before went. An `if` without one means `success() && (…)`."""

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?))"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<mark>&&|\|\||==|!=|<=|>=|[!<>().,*\[\]]))"
)


@dataclass(frozen=True)
class Literal:
    """A text, a number, true, false or null."""

    value: object


@dataclass(frozen=True)
class Name:
    """A context, such as `github`, `needs`, `vars` or `inputs`."""

    name: str


@dataclass(frozen=True)
class Member:
    """A property of what `of` gives; ``key=None`` is `.*`: every item of it."""

    of: Node
    key: Node | None


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """`!`: the opposite."""

    operand: Node


@dataclass(frozen=True)
class Binary:
    """`&&`, `||` or a comparison."""

    operator: str
    left: Node
    right: Node


Node = Literal | Name | Member | Call | Not | Binary

_LEVELS: Final = (("||",), ("&&",), ("==", "!="), ("<", "<=", ">", ">="))
"""Operators by how loosely they bind, loosest first."""


def parse(source: str) -> Node:
    """Read an expression, with or without its `${{ }}`.

    Raises:
        ValueError: It is not an expression, or mixes several `${{ }}` with text: GitHub takes that for a text, which
            is always true (https://github.com/rhysd/actionlint/issues/367).
    """
    text = source.strip()
    if text.startswith("${{") and text.endswith("}}"):
        text = text[3:-2].strip()
    if "${{" in text or "}}" in text or not text:
        refuse("expression", source, "one expression, as a whole inside of one `${{ }}` or without it")
    reader = _Reader(source, _tokens(text, source))
    tree = reader.level(0)
    reader.end()
    return tree


def functions(node: Node) -> frozenset[str]:
    """The names of every function that an expression calls, in lower case."""
    match node:
        case Call(function, arguments):
            return frozenset({function.lower()}).union(*(functions(one) for one in arguments))
        case Not(operand):
            return functions(operand)
        case Binary(_, left, right):
            return functions(left) | functions(right)
        case Member(of, key):
            return functions(of) | (functions(key) if key is not None else frozenset())
        case _:
            return frozenset()


def _tokens(text: str, source: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            refuse("expression", source, f"GitHub's operators, names and literals; {text[position:]!r} is none")
        found.append((match.lastgroup, match.group(match.lastgroup)))
        position = match.end()
        while position < len(text) and text[position].isspace():
            position += 1
    return found


class _Reader:
    """A recursive descent over the tokens."""

    def __init__(self, source: str, tokens: list[tuple[str, str]]) -> None:
        self._source = source
        self._tokens = tokens
        self._at = 0

    def level(self, depth: int) -> Node:
        if depth == len(_LEVELS):
            return self._unary()
        left = self.level(depth + 1)
        while self._peek() in _LEVELS[depth]:
            operator = self._next()[1]
            left = Binary(operator, left, self.level(depth + 1))
        return left

    def end(self) -> None:
        if self._at != len(self._tokens):
            self._fail()

    def _unary(self) -> Node:
        if self._peek() == "!":
            self._next()
            return Not(self._unary())
        return self._members(self._primary())

    def _primary(self) -> Node:
        kind, word = self._next()
        if kind == "text":
            return Literal(word[1:-1].replace("''", "'"))
        if kind == "number":
            return Literal(float(int(word, 16)) if "x" in word else float(word))
        if kind == "name":
            if self._peek() == "(":
                return Call(word, self._arguments())
            constants: dict[str, object] = {"true": True, "false": False, "null": None}
            return Literal(constants[word]) if word in constants else Name(word)
        if word != "(":
            self._fail()
        inner = self.level(0)
        self._take(")")
        return inner

    def _arguments(self) -> tuple[Node, ...]:
        self._take("(")
        found: list[Node] = []
        while self._peek() != ")":
            if found:
                self._take(",")
            found.append(self.level(0))
        self._take(")")
        return tuple(found)

    def _members(self, node: Node) -> Node:
        while self._peek() in (".", "["):
            if self._next()[1] == "[":
                node = Member(node, self.level(0))
                self._take("]")
                continue
            kind, word = self._next()
            if kind != "name" and word != "*":
                self._fail()
            node = Member(node, None if word == "*" else Literal(word))
        return node

    def _peek(self) -> str:
        kind, word = self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")
        return word if kind == "mark" else ""

    def _next(self) -> tuple[str, str]:
        if self._at == len(self._tokens):
            self._fail()
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, mark: str) -> None:
        if self._peek() != mark:
            self._fail()
        self._at += 1

    def _fail(self) -> NoReturn:
        rest = " ".join(word for _, word in self._tokens[self._at :]) or "its end"
        refuse("expression", self._source, f"a whole GitHub expression; reading stopped before {rest}")
