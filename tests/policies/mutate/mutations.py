"""The ways in which a module can be wrong by one thing, each as an edit of its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import singledispatch
from typing import TypeVar

Entry = TypeVar("Entry")

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
}
QUANTIFIERS = {"any": "all", "all": "any"}
NORMALISERS = frozenset({"lower", "upper", "casefold", "strip"})
TOLD = frozenset({"id", "family", "severity", "summary", "cause", "remedy", "url", "frameworks", "level", "schema"})
"""Arguments that say something about a rule or a setting and decide nothing."""

UNREAD = frozenset({"annotation", "returns", "decorator_list", "type_params", "ctx"})
"""Fields of the tree that hold no behaviour of a rule."""


@dataclass(frozen=True)
class Mutation:
    """One edit.

    Args:
        line: Where the edited code begins.
        text: What was changed into what, and in which function; the same after lines moved.
        parent: The node that holds the edited one.
        field: In this field,
        index: and at this place of it, if it is a list.
        replacement: What stands there instead; None takes it out of the list.
    """

    line: int
    text: str
    parent: ast.AST
    field: str
    index: int | None
    replacement: ast.AST | None

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The tree with the edit, until the end of the block."""
        before = getattr(self.parent, self.field)
        after: object = self.replacement
        if self.index is not None:
            kept = [] if self.replacement is None else [self.replacement]
            after = [*before[: self.index], *kept, *before[self.index + 1 :]]
        setattr(self.parent, self.field, after)
        try:
            yield
        finally:
            setattr(self.parent, self.field, before)


def mutations(tree: ast.Module) -> Iterator[Mutation]:
    """Every edit of a module, in the order of its lines."""
    yield from _below(tree, "module")


def _below(node: ast.AST, where: str) -> Iterator[Mutation]:
    if isinstance(node, ast.FunctionDef):
        where = node.name
    for field, value in ast.iter_fields(node):
        for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.AST) and not _is_told(node, field, index):
                yield from _here(node, field, index, child, where)
                yield from _below(child, where)


def _is_told(node: ast.AST, field: str, index: int | None) -> bool:
    """True for what no check reads: annotations, a description, the schema of ``Setting(name, schema, default)``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Setting":
        return (field, index) == ("args", 1)
    return field in UNREAD or (isinstance(node, ast.keyword) and node.arg in TOLD)


def _here(parent: ast.AST, field: str, index: int | None, child: ast.AST, where: str) -> Iterator[Mutation]:
    line = getattr(child, "lineno", 0)
    for replacement in _replacements(child):
        ast.fix_missing_locations(ast.copy_location(replacement, child))
        yield Mutation(line, _text(where, child, replacement), parent, field, index, replacement)
    if isinstance(parent, ast.comprehension) and field == "ifs":
        yield Mutation(line, f"in {where}: `if {ast.unparse(child)}` dropped", parent, field, index, None)
    elif isinstance(parent, ast.If | ast.IfExp) and field == "test":
        for constant in (True, False):
            always = ast.copy_location(ast.Constant(constant), child)
            yield Mutation(line, _text(where, child, always), parent, field, index, always)


def _text(where: str, before: ast.AST, after: ast.AST) -> str:
    """What the edit does, short: of a table only what was taken out of it."""
    if isinstance(before, ast.Set | ast.Tuple | ast.List | ast.Dict):
        left = _entries(after)
        gone = [entry for entry in _entries(before) if entry not in left]
        return f"in {where}: {gone[0]} taken out" if left else f"in {where}: the table of {gone[0]} emptied"
    if isinstance(after, ast.Pass):
        return f"in {where}: `{ast.unparse(before)}` taken out"
    return f"in {where}: `{ast.unparse(before)}` -> `{ast.unparse(after)}`"


def _entries(table: ast.AST) -> list[str]:
    entries = table.keys if isinstance(table, ast.Dict) else getattr(table, "elts", [])
    return [ast.unparse(entry) for entry in entries if entry is not None]


@singledispatch
def _replacements(node: ast.AST) -> Iterator[ast.AST]:
    del node
    yield from ()


@_replacements.register
def _(node: ast.BoolOp) -> Iterator[ast.AST]:
    for kept in _shorter(node.values):
        yield kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)


@_replacements.register
def _(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not):
        yield node.operand


@_replacements.register
def _(node: ast.Compare) -> Iterator[ast.AST]:
    for place, operator in enumerate(node.ops):
        other = SWAPPED.get(type(operator))
        if other is not None:
            yield ast.Compare(node.left, [*node.ops[:place], other(), *node.ops[place + 1 :]], node.comparators)


@_replacements.register
def _(node: ast.BinOp) -> Iterator[ast.AST]:
    other = SWAPPED.get(type(node.op))
    if other is not None:
        yield ast.BinOp(node.left, other(), node.right)


@_replacements.register
def _(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)


@_replacements.register
def _(node: ast.Call) -> Iterator[ast.AST]:
    called = node.func
    if isinstance(called, ast.Name) and called.id in QUANTIFIERS:
        yield _called(QUANTIFIERS[called.id], node.args, node.keywords)
    elif isinstance(called, ast.Attribute) and called.attr in NORMALISERS and not node.args:
        yield called.value


@_replacements.register(ast.Set)
@_replacements.register(ast.Tuple)
@_replacements.register(ast.List)
def _(node: ast.Set | ast.Tuple | ast.List) -> Iterator[ast.AST]:
    if len(node.elts) > 1 and all(_is_constant(element) for element in node.elts):
        for kept in _shorter(node.elts):
            yield ast.Set(kept) if isinstance(node, ast.Set) else type(node)(kept, node.ctx)
        yield _called("set") if isinstance(node, ast.Set) else type(node)([], node.ctx)


@_replacements.register
def _(node: ast.Dict) -> Iterator[ast.AST]:
    if len(node.keys) > 1 and all(key is not None and _is_constant(key) for key in node.keys):
        for keys, values in zip(_shorter(node.keys), _shorter(node.values), strict=True):
            yield ast.Dict(keys, values)
        yield ast.Dict([], [])


@_replacements.register
def _(node: ast.Expr) -> Iterator[ast.AST]:
    if isinstance(node.value, ast.Yield | ast.YieldFrom):
        yield ast.Pass()


@_replacements.register
def _(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is None:
        yield ast.Pass()


@_replacements.register(ast.Continue)
@_replacements.register(ast.Break)
def _(node: ast.Continue | ast.Break) -> Iterator[ast.AST]:
    del node
    yield ast.Pass()


def _shorter(entries: list[Entry]) -> Iterator[list[Entry]]:
    """The list without each of its entries in turn."""
    for gone in range(len(entries)):
        yield entries[:gone] + entries[gone + 1 :]


def _called(name: str, args: Sequence[ast.expr] = (), keywords: Sequence[ast.keyword] = ()) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(args), list(keywords))


def _is_constant(node: ast.AST) -> bool:
    """True for what a table of facts is made of: literals, constants by name, and tables of them."""
    if isinstance(node, ast.Tuple):
        return all(_is_constant(element) for element in node.elts)
    if isinstance(node, ast.Starred):
        return _is_constant(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr.isupper()
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())
