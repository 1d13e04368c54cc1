"""The section with every resource of the stack, by theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import Node
from advisor.report.page.element import element
from advisor.report.page.parts import cut, foldable, table
from advisor.report.page.room import Room
from advisor.report.page.words import DASH, count, marks_of, operation_badge

HEADS: Final = ("Name", "What happens", "Type", "Region", "Protected")


def resources(found: Sequence[Node], room: Room) -> Iterator[Element]:
    """What comes under the heading."""
    by_theme: dict[str, list[Node]] = defaultdict(list)
    for node in found:
        if node.custom:
            by_theme[node.theme].append(node)
    if not by_theme:
        yield element("p", "The preview lists no resource.")
    for theme, nodes in sorted(by_theme.items())[: room.rows]:
        nodes.sort(key=lambda node: (node.region, node.type, node.name))
        summary = element("span", f"{theme}: {count(len(nodes), 'resource')}", marks_of(one.operation for one in nodes))
        rows = [_row(node) for node in nodes[: room.resources]]
        made = table(f"Resources of {theme}", HEADS, rows, look="long") if rows else None
        yield foldable(summary, [made, cut(nodes, room.resources)])
    if more := cut(list(by_theme), room.rows):
        yield more


def _row(node: Node) -> tuple[object, ...]:
    protected = "yes" if node.protected else "no"
    return node.name, operation_badge(node.operation), element("code", node.type), node.region or DASH, protected
