"""Moto's expressions, quicker: an update of one item walked its ten-node expression ten times, by slow questions.

What is decided stays moto's. What does not depend on the item is remembered, and what a node is is asked of its type
once: nodes are abstract base classes, of which `isinstance` is slow.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from sandbox.interpreter.patching import put

_MOST: Final = 1024
"""Expressions that are kept: a program has few, unless it writes values into them."""


def apply() -> None:
    """Puts the quicker ways in place; called once."""
    _parse_updates_once()
    _split_conditions_once()
    _walk_by_type()
    _find_by_type()
    _copy_nodes_by_hand()


def _parse_updates_once() -> None:
    """Moto parses an update's expression twice for each call, and works on copies of what that gives."""
    from moto.dynamodb.parsing import expressions

    parser: Any = getattr(expressions, "UpdateExpressionParser")  # noqa: B009 - moto's parsing has no types
    parser.make = staticmethod(lru_cache(maxsize=_MOST)(parser.make))


def _split_conditions_once() -> None:
    """A condition's words do not depend on its values; moto compiles seven patterns for each word."""
    from moto.dynamodb.comparisons import ConditionExpressionParser

    split: Any = ConditionExpressionParser._lex_condition_expression

    @lru_cache(maxsize=_MOST)
    def words(expression: str) -> tuple[Any, ...]:
        return tuple(split(ConditionExpressionParser(expression, {}, {})))

    put(ConditionExpressionParser, "_lex_condition_expression", lambda self: deque(words(self.condition_expression)))


_is_one: Final[Callable[[type, Any], bool]] = lru_cache(maxsize=None)(issubclass)


def _walk_by_type() -> None:
    from moto.dynamodb.parsing import ast_nodes

    node_type: Any = getattr(ast_nodes, "Node")  # noqa: B009
    traverser: Any = getattr(ast_nodes, "DepthFirstTraverser")  # noqa: B009
    kinds_of: Any = traverser.nodes_to_be_processed

    def kinds_once(self: Any) -> Any:
        known = self.__dict__.get("_kinds")
        if known is None:
            known = self.__dict__["_kinds"] = kinds_of(self)
        return known

    def walk(self: Any, node: Any, child_id: int = -1) -> Any:
        if not _is_one(type(node), node_type):
            return node
        parent = node.parent
        for at, child in enumerate(node.children or ()):
            self.pre_processing_of_child(node, at)
            self.traverse_node_recursively(child, at)
        if _is_one(type(node), self.nodes_to_be_processed()):
            node = self.process(node)
            node.parent = parent
            if parent:
                parent.children[child_id] = node
        return node

    def process(self: Any, node: Any) -> Any:
        for kind, processor in self._processing_map().items():
            if _is_one(type(node), kind):
                return processor(node)
        return None

    traverser.nodes_to_be_processed = kinds_once
    traverser.traverse_node_recursively = walk
    traverser.process = process


def _find_by_type() -> None:
    from moto.dynamodb.parsing import ast_nodes

    inner = (getattr(ast_nodes, "Expression"), getattr(ast_nodes, "UpdateExpressionFunction"))  # noqa: B009
    node_type: Any = getattr(ast_nodes, "Node")  # noqa: B009

    def find(self: Any, kinds: Any) -> list[Any]:
        found: list[Any] = []
        for child in self.children or ():
            if type(child) in kinds:
                found.append(child)
            elif _is_one(type(child), inner):
                found.extend(find(child, kinds))
        return found

    node_type.find_clauses = find


def _copy_nodes_by_hand() -> None:
    from moto.dynamodb.parsing import ast_nodes

    node_type: Any = getattr(ast_nodes, "Node")  # noqa: B009

    def copied(self: Any, memo: dict[int, Any]) -> Any:
        made = object.__new__(type(self))
        memo[id(self)] = made
        made.__dict__.update(self.__dict__)
        made.parent = memo.get(id(self.parent), self.parent)
        if self.children is not None:
            made.children = [copied(one, memo) if isinstance(one, node_type) else one for one in self.children]
        return made

    node_type.__deepcopy__ = copied
