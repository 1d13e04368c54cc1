"""The section on schedules: an ordinary week of each unit, hour by hour, as a table that is coloured by capacity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import Week
from advisor.report.page.element import element
from advisor.report.page.parts import cut, scrolling
from advisor.report.page.room import Room
from advisor.report.page.words import DASH, spread_of

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKS: Final = 20
LEVELS: Final = 5
"""Shades above nothing."""
EXPLAINED: Final = (
    "Least to most capacity in each hour of an ordinary week: the stronger the colour, the more. An hour in which it "
    "changes shows its average; holidays and overrides come on top."
)


def schedules(weeks: Sequence[Week], room: Room) -> Iterator[Element]:
    """What comes under the heading."""
    if not weeks:
        yield element("p", "No unit of this stack follows a schedule.")
        return
    most = min(room.rows, WEEKS)
    yield element("p", EXPLAINED)
    for week in weeks[:most]:
        yield element("h3", f"{week.unit}: {_several(week)} by hour, {week.timezone}")
        yield element("p", in_words(week))
        yield _saved(week)
        yield _heat(week)
    if more := cut(weeks, most):
        yield more


def in_words(week: Week) -> str:
    """The week in a sentence: days that are the same are told together."""
    days = [_day(least, most) for least, most in zip(week.least, week.most, strict=False)]
    told = []
    for text, places in groupby(range(len(days)), key=lambda place: days[place]):
        found = list(places)
        told.append(f"{_named(found)}: {text}")
    return "; ".join(told) + "."


def _named(places: Sequence[int]) -> str:
    first, last = DAYS[places[0] % 7], DAYS[places[-1] % 7]
    return first if first == last else f"{first} to {last}"


def _day(least: Sequence[float], most: Sequence[float]) -> str:
    hours = list(zip(least, most, strict=False))
    parts = []
    for (low, high), places in groupby(range(len(hours)), key=lambda hour: hours[hour]):
        found = list(places)
        parts.append(f"{found[0]:02}{DASH}{found[-1] + 1:02} h {spread_of(low, high)}")
    return ", ".join(parts) if len(parts) > 1 else f"always {spread_of(*hours[0])}" if hours else "nothing"


def _saved(week: Week) -> Element:
    hours = spread_of(*(round(one, 1) for one in week.saved_hours))
    money = (
        "no price is known" if week.saved_usd is None else f"${spread_of(*(round(one, 2) for one in week.saved_usd))}"
    )
    return element("p", f"Saved in the month against always on: {hours} {week.counts}-hours ({money}).")


def _heat(week: Week) -> Element:
    top = max((max(day, default=0.0) for day in week.most), default=0.0)
    rows = [
        element(
            "tr",
            element("th", DAYS[place % 7], scope="row"),
            [
                element("td", spread_of(low, high), class_=f"h{_level(high, top)}")
                for low, high in zip(least, most, strict=False)
            ],
        )
        for place, (least, most) in enumerate(zip(week.least, week.most, strict=False))
    ]
    head = element(
        "tr", element("th", "Day", scope="col"), [element("th", f"{hour:02}", scope="col") for hour in range(24)]
    )
    caption = f"{week.unit}: least to most {_several(week)} by hour"
    made = element("table", element("caption", caption), element("thead", head), element("tbody", rows), class_="heat")
    return scrolling(caption, made)


def _several(week: Week) -> str:
    return week.counts if week.counts.endswith("concurrency") else f"{week.counts}s"


def _level(value: float, top: float) -> int:
    """0 for nothing, else 1 to ``LEVELS`` by its part of the highest."""
    return 0 if value <= 0 or top <= 0 else max(1, min(LEVELS, round(LEVELS * value / top)))
