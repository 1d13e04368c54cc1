"""The report of ``advisor dr model`` for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from advisor.failover_model.outcome import Outcome
from advisor.failover_model.story import Line


def show_outcomes(outcomes: Sequence[Outcome], console: Console) -> None:
    """One row for each search, what is wrong below."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("search", "what may happen", "states", "steps", "s", "comes to"):
        table.add_column(title, justify="right" if title in ("states", "steps", "s") else "left")
    for one in outcomes:
        scope = one.search.scope
        table.add_row(scope.name, scope.asks, f"{one.states:,}", f"{one.steps:,}", f"{one.seconds:.1f}", comes_to(one))
    console.print(table)
    states, seconds = sum(one.states for one in outcomes), sum(one.seconds for one in outcomes)
    console.print(f"{states:,} distinct states in {seconds:.1f} s of one processor", soft_wrap=True)
    for one in outcomes:
        for problem in one.problems:
            console.print(f"[bold red]! {escape(f'{one.search.scope.name}: {problem}')}[/]", soft_wrap=True)
        for invariant in sorted(one.stories.keys() - one.search.breaks):
            show_story(one.stories[invariant], console)


def comes_to(outcome: Outcome) -> str:
    """The last column."""
    expected = sorted(one.value for one in outcome.search.breaks & outcome.stories.keys())
    if outcome.problems:
        return "[bold red]WRONG[/]"
    size = "all of them" if outcome.complete else "[yellow]not all: --states[/]"
    return f"{size}; breaks as it should: {'; '.join(expected)}" if expected else f"{size}; every invariant holds"


def show_story(lines: Sequence[Line], console: Console) -> None:
    """Step by step, with the lease beside it."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("", "what happens", "lease after it"):
        table.add_column(title, justify="right" if not title else "left")
    for number, line in enumerate(lines, 1):
        text = escape(f"{line.concerns}: {line.text}" if line.concerns else line.text)
        table.add_row(str(number), f"[bold red]{text}[/]" if line.broken else text, line.lease)
    console.print(table)
    for broken in lines[-1].broken:
        console.print(f"[bold red]broken: {escape(broken)}[/]", soft_wrap=True)
