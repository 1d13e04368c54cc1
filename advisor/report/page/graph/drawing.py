"""A layout as SVG: boxes and arrows, nothing that needs a script, colours from the page's style sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.page.element import element
from advisor.report.page.graph.layers import Edge, Layout, Point, Size

MARGIN: Final = 10.0
HEAD: Final = 6.0
"""Length of an arrow's head."""
LINE: Final = 15.0
"""Height of a line of text."""


@dataclass(frozen=True)
class Label:
    """What is written into a box.

    Attributes:
        above: Small, over the name.
        name: Its lines.
        below: Small lines under the name.
        mark: Sign and word of what happens to it; empty for nothing.
        look: Class of its colours.
        whole: Everything about it, for who points at it.
    """

    above: str
    name: tuple[str, ...]
    below: tuple[str, ...]
    mark: str
    look: str
    whole: str


def drawn(
    identifier: str, title: str, description: str, labels: Mapping[str, Label], laid_out: Layout, size: Size
) -> Element:
    """The picture.

    Args:
        identifier: Begins the ids inside of it; once in the page.
        title: What it shows.
        description: The same in a sentence or two, for who does not see it.
        labels: Of each box of the layout.
        laid_out: Where the boxes are.
        size: Of the boxes.
    """
    width, height = laid_out.width + 2 * MARGIN, laid_out.height + 2 * MARGIN
    arrows = [part for edge in sorted(laid_out.routes) for part in _arrow(laid_out.routes[edge], edge, labels)]
    boxes = [_box(labels[key], corner, size) for key, corner in laid_out.corners.items()]
    return element(
        "svg",
        element("title", title, id=f"{identifier}-title"),
        element("desc", description, id=f"{identifier}-desc"),
        element("g", element("g", arrows), element("g", boxes), transform=f"translate({MARGIN:g} {MARGIN:g})"),
        role="img",
        aria_labelledby=f"{identifier}-title {identifier}-desc",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        class_="wide" if width > 1100 else None,
    )


def _box(label: Label, corner: Point, size: Size) -> Element:
    x, y = corner
    texts = [("kind", label.above, y + LINE)]
    texts += [("name", line, y + LINE * (place + 2.15)) for place, line in enumerate(label.name)]
    first = 2.3 + len(label.name)
    texts += [("kind", line, y + LINE * (place + first)) for place, line in enumerate(label.below)]
    return element(
        "g",
        element("title", label.whole),
        element("rect", x=x, y=y, width=size.width, height=size.height, rx=6.0),
        [element("text", text, x=x + 9, y=below, class_=look) for look, text, below in texts if text],
        element("text", label.mark, x=x + size.width - 8, y=y + LINE, class_="mark") if label.mark else None,
        class_=f"box {label.look}",
    )


def _arrow(route: Sequence[Point], edge: Edge, labels: Mapping[str, Label]) -> Iterator[Element]:
    (x, y), (before, _) = route[-1], route[-2]
    turned = HEAD if before > x else -HEAD
    way = [f"M{_at(route[0])}"]
    for (left, up), (right, down) in zip(route, [*route[1:-1], (x + turned, y)], strict=False):
        middle = (left + right) / 2
        way.append(
            f"H{right:.1f}" if up == down else f"C{middle:.1f} {up:.1f} {middle:.1f} {down:.1f} {right:.1f} {down:.1f}"
        )
    whole = f"{labels[edge[0]].whole} uses {labels[edge[1]].whole}"
    yield element("path", element("title", whole), d="".join(way), class_="arrow")
    ends = ((x + turned, y - HEAD / 2), (x, y), (x + turned, y + HEAD / 2))
    yield element("polygon", points=" ".join(map(_at, ends)), class_="head")


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
