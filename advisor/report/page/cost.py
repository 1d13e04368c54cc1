"""The section on cost: a month now and afterwards, what the change adds, with the range that the estimate has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import Cost, CostRow, Figures
from advisor.report.page.element import element
from advisor.report.page.parts import bullets, cut, foldable, scrolling, table
from advisor.report.page.room import Room
from advisor.report.page.words import dollars, signed, spread

BARS: Final = 16
"""Themes with bars; the table has all of them."""
LEFT: Final = 150.0
LONG: Final = 420.0
RIGHT: Final = 130.0
STEP: Final = 52.0
BAR: Final = 15.0


def cost(found: Cost | None, room: Room) -> Iterator[Element]:
    """What comes under the heading."""
    if found is None:
        yield element("p", "The cost could not be computed: see the problems above.")
        return
    yield element("p", element("strong", said(found)))
    yield _three(found)
    if found.themes:
        yield element("figure", element("figcaption", "By theme, US dollars a month"), _scrolled(found))
        yield foldable("The same in figures", [_rows("Cost by theme", found.themes[: room.rows], "Theme")])
    if found.resources:
        yield foldable(
            f"What is billed differently: {len(found.resources):,}",
            [
                _rows("Cost by resource", found.resources[: room.rows], "Resource"),
                cut(found.resources, room.rows),
            ],
        )
    for title, items in (("Without a price", found.unpriced), ("How the figures came about", found.remarks)):
        if made := bullets(items, room.rows):
            yield foldable(f"{title}: {len(items):,}", [made])


def said(found: Cost) -> str:
    """The difference in a sentence."""
    usual = found.difference.expected
    if usual == found.difference.low == found.difference.high == 0:
        sentence = "The change adds nothing to the bill"
    else:
        sentence = f"{signed(usual)} a month in a usual month ({spread(found.difference, difference=True)})"
    return f"{sentence}." if found.difference_complete else f"{sentence}; not everything has a price."


def _three(found: Cost) -> Element:
    at_least = "" if found.complete else "at least "
    rows = [
        ("Now", *_figures(found.before)),
        ("Afterwards", *(f"{at_least}{text}" for text in _figures(found.after))),
        (
            "Difference",
            *(signed(one) for one in (found.difference.low, found.difference.expected, found.difference.high)),
        ),
    ]
    return table("US dollars a month", ("Month", "Quiet month", "Usual month", "Busy month"), rows, look="narrow")


def _figures(found: Figures) -> tuple[str, str, str]:
    return dollars(found.low), dollars(found.expected), dollars(found.high)


def _rows(caption: str, found: Sequence[CostRow], first: str) -> Element:
    rows = [
        (
            one.name,
            f"{dollars(one.before.expected)} ({spread(one.before)})",
            f"{'' if one.complete else 'at least '}{dollars(one.after.expected)} ({spread(one.after)})",
            signed(one.difference.expected),
        )
        for one in found
    ]
    return table(caption, (first, "Now (range)", "Afterwards (range)", "Difference"), rows)


def _scrolled(found: Cost) -> Element:
    return scrolling("Cost by theme, as bars", _bars(found.themes[:BARS]))


def _bars(themes: Sequence[CostRow]) -> Element:
    """A bar for the usual month before and one after, each with a line from the quiet to the busy month."""
    most = max((max(_all(one.before) + _all(one.after)) for one in themes), default=0.0)
    scale = LONG / most if most > 0 else 0.0
    drawn = [part for place, one in enumerate(themes) for part in _pair(one, place * STEP, scale)]
    width, height = LEFT + LONG + RIGHT, STEP * len(themes)
    return element(
        "svg",
        element("title", "Cost by theme before and after", id="bars-title"),
        element("desc", "Two bars for each theme; the figures are in the table below.", id="bars-desc"),
        drawn,
        role="img",
        aria_labelledby="bars-title bars-desc",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
    )


def _all(figures: Figures) -> list[float]:
    return [figures.low, figures.expected, figures.high]


def _pair(one: CostRow, top: float, scale: float) -> Iterator[Element]:
    yield element("text", one.name if len(one.name) <= 20 else one.name[:19] + "…", x=0.0, y=top + 28, class_="name")
    for place, (word, figures) in enumerate((("now", one.before), ("after", one.after))):
        y = top + 8 + place * (BAR + 3)
        end = LEFT + max(0.0, figures.expected) * scale
        low, high = (LEFT + max(0.0, value) * scale for value in sorted((figures.low, figures.high)))
        yield element("rect", x=LEFT, y=y, width=end - LEFT, height=BAR, class_=f"bar {word}")
        yield element("path", d=f"M{low:.1f} {y + BAR / 2:.1f}H{high:.1f}", class_="range")
        text = f"{word} {dollars(figures.expected)}"
        yield element("text", text, x=max(end, high) + 6, y=y + BAR - 3, class_="kind")
