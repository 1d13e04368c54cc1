"""The record for the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from advisor.recommend.record import Record
from advisor.recommend.rendering import sections

FIRST: Final = 6
"""Assumptions that the terminal shows; Markdown and JSON have all."""


def show(record: Record, console: Console) -> None:
    """Print the record."""
    _say(console, sections.asked(record))
    style = "bold green" if record.choice else "bold red"
    console.print(Text(f"\n{record.verdict()}\n", style=style), soft_wrap=True)
    console.print(_table("Candidates", sections.ranking(record)))
    _say(console, sections.sizes(record))
    _listed(console, "Not chosen", sections.rejected(record))
    console.print()
    console.print(_table("With other traffic", sections.traffic(record)))
    _say(console, sections.traffic_notes(record))
    _listed(console, "Where the answer changes", sections.sensitivity(record))
    budget = sections.budget(record)
    if budget is not None:
        console.print()
        console.print(_table("Latency budget", budget))
        _say(console, [sections.budget_verdict(record)])
    shown = [item.describe() for item in record.assumptions]
    more = [f"… {len(shown) - FIRST} more: --format markdown"] if len(shown) > FIRST else []
    _listed(console, f"Assumed ({len(shown)})", [*shown[:FIRST], *more])
    _listed(console, "Notes", record.notes)
    _listed(console, "Prices", sections.prices(record))
    if record.settings is not None:
        _listed(console, "Settings (--settings FILE writes them)", record.settings.text().splitlines())


def _say(console: Console, lines: Iterable[str]) -> None:
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def _listed(console: Console, title: str, lines: Iterable[str]) -> None:
    console.print(f"\n[bold]{title}[/]")
    _say(console, (f"  {line}" for line in lines))


def _table(title: str, table: sections.Rows) -> Table:
    made = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for number, column in enumerate(table.head):
        made.add_column(column, no_wrap=number == 0, overflow="fold", justify="left" if number == 0 else "right")
    for row in table.rows:
        made.add_row(*(Text(cell) for cell in row))
    return made
