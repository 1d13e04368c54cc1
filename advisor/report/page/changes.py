"""The section on changes: what can lose data first, each with what to do; then the rest by theme, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import Change, Operation, ReviewReport, Risk
from advisor.report.page.element import element
from advisor.report.page.graph.kinds import plural, words_of
from advisor.report.page.parts import bullets, cut, foldable, table
from advisor.report.page.room import Room
from advisor.report.page.words import DASH, RISKS, badge, count, listed, marks_of, operation_badge

NAMES: Final = 40
FEW: Final = 40
"""So many changes need not be folded away."""


def changes(report: ReviewReport, room: Room) -> Iterator[Element]:
    """What comes under the heading."""
    if not report.changes:
        yield element("p", "Nothing changes." if not report.problems else "No change is known: see the problems above.")
        return
    if report.new_stack:
        yield element("p", "Nothing of this stack is deployed yet, so every resource is new.")
    first = [one for one in report.changes if stands_out(one)]
    rest = [one for one in report.changes if not stands_out(one)]
    if first:
        yield element("h3", f"Look at these first: {len(first):,}")
        yield from (_card(one, room) for one in first[: room.rows])
        if more := cut(first, room.rows):
            yield more
    if rest:
        yield element("h3", "Everything else, by theme" if first else "By theme")
        by_theme: dict[str, list[Change]] = defaultdict(list)
        for one in rest:
            by_theme[one.theme].append(one)
        for theme, inside in sorted(by_theme.items())[: room.rows]:
            summary = element(
                "span", f"{theme}: {count(len(inside), 'change')}", marks_of(one.operation for one in inside)
            )
            yield foldable(summary, _theme(inside, room), open_=len(rest) <= FEW)
        if more := cut(list(by_theme), room.rows):
            yield more


def stands_out(change: Change) -> bool:
    """Whether a change has a place of its own: whatever is dangerous, but for what is only new."""
    return change.risk is Risk.DATA_LOSS or (
        change.risk is not Risk.ROUTINE and change.operation is not Operation.CREATE
    )


def _card(change: Change, room: Room) -> Element:
    return element(
        "article",
        element("p", badge(*RISKS[change.risk], look=change.risk.name.lower()), " ", operation_badge(change.operation)),
        element("p", element("strong", change.summary)),
        element("p", "What to do: ", change.advice) if change.advice else None,
        element("p", element("code", change.type), f" in {change.theme}", class_="small"),
        _properties(change, room),
        class_=f"card {change.risk.name.lower()}",
    )


def _properties(change: Change, room: Room) -> Element | None:
    if not change.properties:
        return None
    rows = [
        (
            element("code", one.path),
            element("code", one.before) if one.before else DASH,
            element("code", one.after) if one.after else DASH,
            badge("±", "yes", "replace") if one.forces_replacement else "no",
        )
        for one in change.properties[: room.rows]
    ]
    heads = ("Property", "Before", "After", "Makes it anew")
    title = count(len(change.properties), "property", "properties")
    made = table(f"What changes in {change.name}", heads, rows)
    return foldable(title, [made, cut(change.properties, room.rows)])


def _theme(inside: Sequence[Change], room: Room) -> Iterator[Element | None]:
    """What is only new or gone is counted by type; what is changed is told one by one."""
    groups: dict[tuple[Operation, str], list[str]] = defaultdict(list)
    told = [one for one in inside if one.properties or one.advice]
    for one in inside:
        if not (one.properties or one.advice):
            groups[one.operation, one.type].append(one.name)
    yield bullets(
        [
            [
                operation_badge(operation),
                f" {len(names):,} {words_of(token) if len(names) == 1 else plural(words_of(token))}: ",
                listed(sorted(names), min(NAMES, room.rows)),
            ]
            for (operation, token), names in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0][1]))
        ],
        room.rows,
    )
    yield bullets(
        [[operation_badge(one.operation), f" {one.summary} {one.advice}", _properties(one, room)] for one in told],
        room.rows,
    )
