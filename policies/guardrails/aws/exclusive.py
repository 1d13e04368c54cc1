"""Properties of which exactly one is to be there.

An unknown value is there where one is needed; but it may turn out empty, so no two are too many while one is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Props
from guardrails.rule import Finding, violation


def exactly_one(node: Props, *names: str) -> Iterator[Finding]:
    """One of these properties of the node is there, and no other of them."""
    there = [node[name] for name in names if given(node[name])]
    if not there:
        yield violation(node[names[0]], f"is not set, nor is {' or '.join(names[1:])}")
    for other in there[1:]:
        yield from beside(other, there[0])


def beside(node: Props, first: Props) -> Iterator[Finding]:
    """The node, which is there, is too many beside the first."""
    waits = [each for each in (node, first) if each.unknown]
    for each in waits:
        each.defer()
    if not waits:
        yield violation(node, f"is set beside {first.path.rpartition('.')[2]}")


def given(node: Props) -> bool:
    """True when there is something; an empty list or object is nothing."""
    if node.is_map:
        return any(True for _ in node.items())
    return node.unknown or any(True for _ in node.each())
