"""The report in a terminal."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.smoke import Outcome
from smoke.report import Report

STYLES: Final = {
    Outcome.PASS: "green",
    Outcome.FAIL: "bold red",
    Outcome.UNKNOWN: "bold yellow",
    Outcome.OFF: "dim",
    Outcome.LEFT_OUT: "dim",
}


def show(report: Report, console: Console) -> None:
    """Print the checks, the watch and the verdict."""
    table = Table(title=f"Stack {report.stack}", title_justify="left")
    for title, justify in (("theme", "left"), ("what must hold", "left"), ("", "left"), ("why", "left")):
        table.add_column(title, justify=justify, overflow="fold")  # type: ignore[arg-type]
    table.add_column("s", justify="right")
    for check in report.everything:
        outcome = check.finding.outcome
        table.add_row(
            Text(check.theme.value),
            Text(check.name),
            Text(outcome.value.replace("_", " "), style=STYLES[outcome]),
            Text(check.finding.reason),
            f"{check.seconds:.1f}",
        )
    if report.everything:
        console.print(table)
    if report.watched is not None:
        watched = report.watched
        ended = "ended early after" if watched.early else "lasted"
        console.print(Text(f"watch {ended} {watched.seconds:.0f} s: {watched.finding.reason}"))
        for step in watched.undo:
            console.print(Text(f"  take back {step}"))
    good = report.verdict.good
    console.print(
        Text(f"{'good' if good else 'NOT good'}: {report.verdict.reason}", style="green" if good else "bold red")
    )
