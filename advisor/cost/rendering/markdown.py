"""Markdown for a comment on a pull request, never longer than a comment may be.

What does not fit is cut by one rule: rows are in order of their size, the smallest go, and one row says how many went
and what they come to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from advisor.cost.difference import Delta, summed
from advisor.cost.rendering.report import (
    Report,
    billed,
    figures,
    gap_groups,
    headline,
    mark,
    remarks,
    resource_figures,
    warning,
)
from advisor.markdown_text import plain
from advisor.spread import Spread, total

LIMIT: Final = 65_536
"""A comment on GitHub that is longer is refused: https://github.com/telia-oss/github-pr-resource/issues/259"""
ROOM_FOR_GAPS: Final = 20_000
ROOM_FOR_THEMES: Final = 10_000
RULE: Final = " | ---: | ---: | ---: |"
HEADINGS: Final = " | low | expected | high |"


class Row(NamedTuple):
    """A row of a table: its cells before the figures, and the figures."""

    cells: tuple[str, ...]
    amount: Spread | Delta
    shown: tuple[str, str, str]

    @property
    def text(self) -> str:
        """As Markdown."""
        return f"| {' | '.join((*self.cells, *self.shown))} |"


def render(report: Report) -> str:
    """The report, shorter than ``LIMIT`` characters."""
    head = [f"## {plain(headline(report))}", ""]
    if report.verdict:
        head += [f"**{plain(report.verdict, 1_000)}**", ""]
    head += _gaps(report)
    head += [*_cut(_themes(report), ("theme",), ROOM_FOR_THEMES), ""]
    foot = ["", *(f"<sub>{plain(remark, 1_000)}</sub>  " for remark in remarks(report)[:10]), ""]
    room = LIMIT - 1 - len("\n".join([*head, *foot])) - len("\n")
    rows, columns = _resources(report) if report.difference is None else _changes(report)
    text = "\n".join([*head, *_cut(rows, columns, room), *foot])
    return text[: LIMIT - 1]  # figures of hundreds of digits could still be too long


def _gaps(report: Report) -> list[str]:
    if not report.gaps:
        return []
    lines = [f"> **{warning(report)}**"]
    room = ROOM_FOR_GAPS
    groups = gap_groups(report.gaps)
    for number, group in enumerate(groups):
        line = f"> - {plain(group.describe(), 1_000)}"
        room -= len(line) + 1
        if room < 0:
            lines.append(f"> - and {len(groups) - number} more; `--format json` has them all")
            break
        lines.append(line)
    return [*lines, ""]


def _themes(report: Report) -> list[Row]:
    subject = report.estimate if report.difference is None else report.difference
    groups: Mapping[str, Spread | Delta] = subject.by_theme()
    unpriced = report.open_themes
    label = "**total**" if not report.gaps else "**total of what is priced**"
    largest_first = sorted(groups.items(), key=lambda item: -max(abs(item[1].low), abs(item[1].high)))
    rows = [
        ((label,), subject.total),
        *(((plain(theme) + mark(some_unpriced=theme in unpriced),), amount) for theme, amount in largest_first),
    ]
    return [Row(cells, amount, figures(amount)) for cells, amount in rows]


def _resources(report: Report) -> tuple[list[Row], tuple[str, ...]]:
    rows = [
        Row(
            (plain(cost.resource.name) + mark(some_unpriced=bool(cost.gaps)), plain(cost.resource.theme)),
            cost.cost,
            resource_figures(cost),
        )
        for cost in billed(report.estimate)
    ]
    return rows, ("resource", "theme")


def _changes(report: Report) -> tuple[list[Row], tuple[str, ...]]:
    changes = report.difference.visible if report.difference is not None else ()
    rows = [
        Row(
            (
                plain(change.subject.resource.name) + mark(some_unpriced=change.is_open),
                plain(change.subject.resource.theme),
                change.fate.value,
            ),
            change.delta,
            figures(change.delta),
        )
        for change in changes
    ]
    return rows, ("resource", "theme", "change")


def _cut(rows: Sequence[Row], columns: tuple[str, ...], room: int) -> list[str]:
    """The table in at most ``room`` characters: the first rows, and one for the rest."""
    if not rows:
        return []
    head = [f"| {' | '.join(columns)}{HEADINGS}", f"|{' --- |' * (len(columns) - 1)} ---{RULE}"]
    room -= sum(len(line) + 1 for line in head)
    texts = [row.text for row in rows]
    if sum(len(text) + 1 for text in texts) <= room:
        return [*head, *texts]
    kept: list[str] = []
    room -= len(_rest(rows, columns)) + 50  # the last row; its figures differ by a few characters
    for text in texts:
        room -= len(text) + 1
        if room < 0:
            break
        kept.append(text)
    return [*head, *kept, _rest(rows[len(kept) :], columns)]


def _rest(rows: Sequence[Row], columns: tuple[str, ...]) -> str:
    amounts = [row.amount for row in rows]
    spreads = [one for one in amounts if isinstance(one, Spread)]
    amount = total(spreads) if spreads else summed(one for one in amounts if isinstance(one, Delta))
    label = f"{len(rows):,} more, together"
    return Row((label, *[""] * (len(columns) - 1)), amount, figures(amount)).text
