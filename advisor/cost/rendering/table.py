"""Text for a terminal or a log: what is missing first, then the totals, the themes and the resources."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from advisor.cost.difference import summed
from advisor.cost.rendering.report import (
    UNPRICED,
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
from advisor.estimate import ResourceCost
from advisor.spread import total

PLAIN_WIDTH = 160
"""Columns where there is no terminal to ask."""
NARROW = 90
"""Columns below which a table of resources has no room for their themes."""
MOST_ROWS = 100
"""The dearest resources, or the largest changes; the rest is one row, and --details or JSON has all of it."""


def render(report: Report, *, details: bool = False, console: Console | None = None) -> str:
    """The report as lines; with ``details`` each thing that a resource is billed by, with its price and day."""
    target = io.StringIO()
    shown = console or Console(file=target, width=PLAIN_WIDTH, color_system=None)
    if text := warning(report):
        shown.print(f"[bold red]{escape(text)}[/]")
        for group in gap_groups(report.gaps):
            shown.print(f"  [red]- {escape(group.describe())}[/]", soft_wrap=True)
    shown.print(f"[bold]{escape(headline(report))}[/]", soft_wrap=True)
    if report.verdict:
        shown.print(f"[bold]{escape(report.verdict)}[/]", soft_wrap=True)
    shown.print(_themes(report))
    themes = shown.width >= NARROW
    shown.print(_changes(report, themes) if report.difference is not None else _resources(report, themes, details))
    for remark in remarks(report):
        shown.print(escape(remark), soft_wrap=True, style="dim")
    return target.getvalue()


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for column in ("low", "expected", "high"):
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _themes(report: Report) -> Table:
    table = _table("theme")
    groups = report.estimate.by_theme() if report.difference is None else report.difference.by_theme()
    for theme, amount in groups.items():
        table.add_row(escape(theme + mark(some_unpriced=theme in report.open_themes)), *figures(amount))
    total = report.estimate.total if report.difference is None else report.difference.total
    table.add_row("total" if not report.gaps else "total of what is priced", *figures(total), style="bold")
    return table


def _resources(report: Report, themes: bool, details: bool) -> Table:
    table = _table("resource", *_theme(themes, "theme"), "by" if details else "mostly")
    costs = billed(report.estimate)
    shown = costs if details else costs[:MOST_ROWS]
    for cost in shown:
        name = escape(cost.resource.name + mark(some_unpriced=bool(cost.gaps)))
        theme = _theme(themes, escape(cost.resource.theme))
        table.add_row(name, *theme, escape(_mostly(cost)), *resource_figures(cost))
        if details:
            for label, row in _lines(cost):
                table.add_row("", *_theme(themes, ""), escape(label), *row, style="dim")
    if rest := costs[len(shown) :]:
        label = f"{len(rest):,} more, together"
        table.add_row(label, *_theme(themes, ""), "", *figures(total(cost.cost for cost in rest)))
    return table


def _theme(themes: bool, text: str) -> tuple[str, ...]:
    """A cell of the column of themes, where there is one."""
    return (text,) if themes else ()


def _mostly(cost: ResourceCost) -> str:
    if not cost.lines:
        return "not priced"
    return max(cost.lines, key=lambda line: (line.cost.expected, line.cost.high)).what


def _lines(cost: ResourceCost) -> Iterable[tuple[str, tuple[str, str, str]]]:
    for line in cost.lines:
        price = line.price
        label = f"{line.what}: {line.quantity.expected:,.6g} {price.unit} at {price.usd:g} ({price.observed})"
        yield label, figures(line.cost)
    for gap in cost.gaps:
        yield f"{gap.what}: {gap.reason}", UNPRICED


def _changes(report: Report, themes: bool) -> Table:
    table = _table("resource", *_theme(themes, "theme"), "change")
    changes = report.difference.visible if report.difference is not None else ()
    for change in changes[:MOST_ROWS]:
        resource = change.subject.resource
        name = escape(resource.name + mark(some_unpriced=change.is_open))
        table.add_row(name, *_theme(themes, escape(resource.theme)), change.fate.value, *figures(change.delta))
    if rest := changes[MOST_ROWS:]:
        label = f"{len(rest):,} more, together"
        table.add_row(label, *_theme(themes, ""), "", *figures(summed(change.delta for change in rest)))
    return table
