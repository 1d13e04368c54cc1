"""Parts that every section is made of: what can be unfolded, what is wider than a phone, tables with their headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element  # nosec B405 (only writes)

from advisor.report.page.element import Child, element


def foldable(summary: str | Element, children: Iterable[Child], *, open_: bool = False) -> Element:
    """Something that is shown when one asks for it; the browser does it, without a script."""
    return element("details", element("summary", summary), children, open="open" if open_ else None)


def scrolling(label: str, child: Element) -> Element:
    """What may be wider than the page, in a frame that scrolls and can be reached with the keyboard."""
    return element("div", child, class_="scroll", role="region", aria_label=label, tabindex="0")


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]], *, narrow: bool = False) -> Element:
    """A table whose first column names its rows.

    Args:
        caption: What it shows; also the name of the frame that it scrolls in.
        heads: Of the columns.
        rows: Cells: texts, elements, or lists of them.
        narrow: Whether the columns stay as narrow as their content.
    """
    body = [
        element(
            "tr",
            [
                element("td" if place else "th", _cell(cell), scope=None if place else "row")
                for place, cell in enumerate(row)
            ],
        )
        for row in rows
    ]
    made = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", [element("th", head, scope="col") for head in heads])),
        element("tbody", body),
        class_="narrow" if narrow else None,
    )
    return scrolling(caption, made)


def _cell(cell: object) -> list[Child]:
    if isinstance(cell, (str, Element)) or cell is None:
        return [cell]
    return list(cell) if isinstance(cell, Iterable) else [str(cell)]


def bullets(items: Iterable[Child | list[Child]]) -> Element | None:
    """A list; nothing for no items."""
    made = [element("li", item) for item in items]
    return element("ul", made) if made else None


def cut(items: Sequence[object], most: int, where: str) -> Element | None:
    """Says how many were left out, and where they are; nothing when none was."""
    rest = len(items) - most
    return element("p", f"{rest:,} more are in report.json, under “{where}”.") if rest > 0 else None
