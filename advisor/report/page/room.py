"""How much of a report fits: the page stays below a megabyte, whatever the report, and says what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from advisor.report.model import Node, ReviewReport

LIMIT: Final = 1_000_000
"""Bytes of a page: it opens at once on a phone, and an artifact of it is kept for nothing."""


@dataclass(frozen=True)
class Room:
    """What a page may show.

    Attributes:
        rows: Entries of each list; how many more there are is always said.
        letters: Of each text; ``None`` for all.
        resources: Rows of each theme in the list of all resources.
        pictures: Themes with a picture of their own.
    """

    rows: int
    letters: int | None
    resources: int
    pictures: int


ROOMS: Final = (Room(200, None, 600, 40), Room(60, 600, 100, 20), Room(25, 300, 0, 0), Room(8, 120, 0, 0))
"""Tried in this order; the last one is for what no real stack looks like."""
CUT: Final = "The page is cut to stay below 1 MB: the whole report is in report.json."


def shortened(report: ReviewReport, room: Room) -> ReviewReport:
    """The report with its texts cut; what says which resource is meant stays whole."""
    if room.letters is None:
        return report
    cut: ReviewReport = _cut(replace(report, resources=()), room.letters)
    resources = tuple(_node(node, room.letters) for node in report.resources)
    return replace(cut, resources=resources, notes=(CUT, *cut.notes))


def _node(node: Node, letters: int) -> Node:
    return replace(node, **{name: _cut(getattr(node, name), letters) for name in ("name", "type", "theme", "region")})


def _cut(value: Any, letters: int) -> Any:
    if type(value) is str:  # the words of an enumeration are short, and stay what they are
        return value if len(value) <= letters else value[: letters - 1] + "…"
    if isinstance(value, tuple):
        return tuple(_cut(one, letters) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _cut(getattr(value, one.name), letters) for one in fields(value)})
    return value
