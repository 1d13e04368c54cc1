"""The section with every resource of the stack, by theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405 (only writes)

from advisor.report.model import Node
from advisor.report.page.element import element
from advisor.report.page.parts import cut, foldable, table
from advisor.report.page.words import DASH, count, marks_of, operation_badge

ROWS: Final = 600
"""Of a theme."""
HEADS: Final = ("Name", "What happens", "Type", "Region", "Protected")


def resources(found: Sequence[Node]) -> Iterator[Element]:
    """What comes under the heading."""
    by_theme: dict[str, list[Node]] = defaultdict(list)
    for node in found:
        if node.custom:
            by_theme[node.theme].append(node)
    if not by_theme:
        yield element("p", "The preview lists no resource.")
    for theme, nodes in sorted(by_theme.items()):
        nodes.sort(key=lambda node: (node.region, node.type, node.name))
        summary = element("span", f"{theme}: {count(len(nodes), 'resource')}", marks_of(one.operation for one in nodes))
        rows = [_row(node) for node in nodes[:ROWS]]
        yield foldable(summary, [table(f"Resources of {theme}", HEADS, rows), cut(nodes, ROWS, "resources")])


def _row(node: Node) -> tuple[object, ...]:
    protected = "yes" if node.protected else "no"
    return node.name, operation_badge(node.operation), element("code", node.type), node.region or DASH, protected
