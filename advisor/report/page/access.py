"""The section on access: who can newly do what, and who no longer can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import AccessChange, Effect, ReviewReport
from advisor.report.page.element import Child, element
from advisor.report.page.parts import bullets, cut, foldable, table
from advisor.report.page.room import Room
from advisor.report.page.words import DASH, EFFECTS, badge, listed

ITEMS: Final = 8
"""Actions or resources in a cell before the rest is folded."""
TITLES: Final = {
    Effect.UNKNOWN: "Not known before the deployment: it may allow anything",
    Effect.WIDENED: "Can do more than before",
    Effect.NEW: "Can newly do",
    Effect.GONE: "Can no longer do",
}


def access(report: ReviewReport, room: Room) -> Iterator[Element]:
    """What comes under the heading."""
    if not report.access:
        yield element("p", "Nobody can do anything that they could not do before." if not report.problems else UNSAID)
        return
    yield element("p", said(report.access))
    striking = [one for one in report.access if one.reasons]
    if striking:
        yield element("h3", f"Look at these first: {len(striking):,}")
        yield _table("Access that stands out", striking, room)
    for effect, title in TITLES.items():
        rest = [one for one in report.access if one.effect is effect and not one.reasons]
        if rest:
            yield foldable(f"{title}: {len(rest):,}", [_table(title, rest, room)], open_=len(rest) <= ITEMS)


UNSAID: Final = "Nothing is known about access: see the problems above."


def said(found: Sequence[AccessChange]) -> str:
    """How many grants of each effect."""
    counts = Counter(one.effect for one in found)
    return ", ".join(f"{counts[one]:,} {EFFECTS[one][1]}" for one in TITLES if counts[one])


def _table(caption: str, found: Sequence[AccessChange], room: Room) -> Element:
    rows = [
        (
            [one.who, _reasons(one, room)],
            badge(*EFFECTS[one.effect], look=f"access-{one.effect.value}"),
            ["must not: " if one.forbids else "", _items(one.actions, room)],
            _items(one.resources, room),
            one.condition or "always",
            [one.policy, element("span", f" {one.note}", class_="small") if one.note else None],
        )
        for one in found[: room.rows]
    ]
    made = table(caption, ("Who", "Effect", "Actions", "On", "When", "Policy"), rows)
    if more := cut(found, room.rows):
        return element("div", made, more)
    return made


def _reasons(one: AccessChange, room: Room) -> Element | None:
    made = bullets(one.reasons, room.rows)
    if made is not None:
        made.set("class", "reasons")
    return made


def _items(items: Sequence[str], room: Room) -> Child:
    if len(items) <= ITEMS:
        return element("code", ", ".join(items)) if items else DASH
    return foldable(listed(items, 2), [element("code", listed(items, room.rows))])
