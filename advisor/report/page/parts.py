"""Parts that every section is made of: what can be unfolded, what is wider than a phone, tables with their headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.page.element import Child, element


def foldable(summary: str | Element, children: Iterable[Child], *, open_: bool = False) -> Element:
    """Something that is shown when one asks for it; the browser does it, without a script."""
    return element("details", element("summary", summary), children, open="open" if open_ else None)


def scrolling(label: str, child: Element) -> Element:
    """What may be wider than the page, in a frame that scrolls and can be reached with the keyboard."""
    return element("div", child, class_="scroll", role="region", aria_label=label, tabindex="0")


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]], look: str = "stacked") -> Element:
    """A table whose first column names its rows.

    Args:
        caption: What it shows; also the name of the frame that it scrolls in.
        heads: Of the columns.
        rows: Cells: texts, elements, or lists of them.
        look: ``stacked``: on a phone each row becomes a block, and each cell says which column it is; ``narrow``: as
            narrow as its content; ``long``: of many rows, so that nothing is said twice in them.
    """
    names = heads if look == "stacked" else [None] * len(heads)
    body = [element("tr", [_filled(place, cell, names[place]) for place, cell in enumerate(row)]) for row in rows]
    made = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", [element("th", head, scope="col") for head in heads])),
        element("tbody", body),
        class_=look,
    )
    return scrolling(caption, made)


def _filled(place: int, cell: object, head: str | None) -> Element:
    """The first cell of a row is its heading and needs no other."""
    if place == 0:
        return element("th", _cell(cell), scope="row")
    return element("td", _cell(cell), data_head=head)


def _cell(cell: object) -> list[Child]:
    if isinstance(cell, (str, Element)) or cell is None:
        return [cell]
    return list(cell) if isinstance(cell, Iterable) else [str(cell)]


def bullets(items: Sequence[Child | Iterable[Child]], most: int) -> Element | None:
    """A list of at most so many items; nothing for no items."""
    made = [element("li", item) for item in items[:most]]
    if len(items) > most:
        made.append(element("li", left_out(len(items) - most)))
    return element("ul", made) if made else None


def cut(items: Sequence[object], most: int) -> Element | None:
    """Says how many were left out, and where they are; nothing when none was."""
    return element("p", left_out(len(items) - most)) if len(items) > most else None


def left_out(number: int) -> str:
    """A sentence on what is not shown."""
    return f"{number:,} more {'is' if number == 1 else 'are'} in report.json."
