"""A stack's recovery times for a terminal: the verdict first, then each path, then the data, then a drill."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from advisor.dr.measured import TOLERANCE, Comparison
from advisor.stack.settings import StackSettings
from domain.resilience.objectives import Objectives
from domain.resilience.recovery_paths import Path
from domain.resilience.recovery_plan import ASSUMED

WIDE = 140


def show(
    stack: StackSettings,
    computed: Objectives,
    coordination: str,
    compared: Sequence[Comparison],
    console: Console | None = None,
) -> None:
    """Print the report."""
    out = console or _console()
    for line in _head(stack, computed, coordination):
        out.print(line, soft_wrap=True)
    for path in computed.paths:
        out.print(_parts(path))
    out.print(_data(computed))
    if compared:
        out.print(_drill(compared))
    for warning in computed.warnings:
        out.print(Text(f"note: {warning}", style="yellow"), soft_wrap=True)
    for finding in computed.findings:
        out.print(Text(f"not met: {finding}", style="bold red"), soft_wrap=True)


def _console() -> Console:
    terminal = Console(highlight=False)
    return terminal if terminal.is_terminal else Console(width=WIDE, highlight=False)


def _head(stack: StackSettings, computed: Objectives, coordination: str) -> list[Text]:
    tier, part = computed.declared, computed.dominated_by
    meets = "no tier" if computed.meets is None else f"tier {computed.meets}"
    verdict = f"declares tier {tier.number} ({tier.name}), its figures meet {meets}"
    regions = (
        f"{stack.region or 'a Region that the file does not name'} and {stack.settings.resilience.secondary_region}"
    )
    time = (
        f"{length(computed.rto_s)} at worst, {length(computed.rto_expected_s)} expected, {length(tier.rto_s)} allowed"
    )
    loss = f"{lost(computed.rpo_s)} of accepted work, {lost(computed.artifact_rpo_s)} of artifacts"
    longest = f"{part.name} ({length(part.worst_s)} of path {part.path})" + (f": {part.change}" if part.change else "")
    return [
        Text(f"{stack.name}: {verdict}", style="bold green" if computed.holds else "bold red"),
        Text(f"Regions   {regions}"),
        *([Text(f"ledger    {coordination}")] if coordination else []),
        Text(f"RTO       {time}"),
        Text(f"RPO       {loss}"),
        Text(f"dominates {longest}"),
    ]


def _table(title: str, *columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left")
    for column in columns:
        table.add_column(column, justify="right" if column in ("expected", "worst", "measured", "off") else "left")
    return table


def _parts(path: Path) -> Table:
    table = _table(f"path {path.name}", "part", "expected", "worst", "from")
    for part in path.parts:
        style = "yellow" if part.source.startswith(ASSUMED) else ""
        table.add_row(part.name, length(part.expected_s), length(part.worst_s), Text(part.source, style=style))
    table.add_row("together", length(path.expected_s), length(path.worst_s), "", style="bold")
    return table


def _data(computed: Objectives) -> Table:
    table = _table("data that is lost with the primary", "kind", "at most", "why")
    for one in computed.data:
        table.add_row(one.kind, lost(one.seconds) if one.promised else "not covered", one.source)
    return table


def _drill(compared: Sequence[Comparison]) -> Table:
    title = f"measured by a drill, within {TOLERANCE:.0%} of the expected time"
    table = _table(title, "scenario", "path", "measured", "expected", "off", "")
    for one in compared:
        found = one.scenario
        agrees = Text("agrees", style="green") if one.agrees else Text("does not agree", style="bold red")
        measured = "never" if found.measured_s is None else length(found.measured_s)
        off = "" if one.off is None else f"{one.off:+.0%}"
        table.add_row(found.name, found.path, measured, length(one.expected_s), off, agrees)
    return table


def length(seconds: float) -> str:
    """A time as it is read: ``45.5 s``, ``12 min 30 s``, ``3 h 05 min``."""
    if seconds < 120:
        return f"{seconds:,.1f} s".replace(".0 s", " s")
    whole = round(seconds)
    if whole < 7200 and whole % 3600:
        return f"{whole // 60} min {whole % 60:02} s".replace(" 00 s", "")
    return f"{whole // 3600} h {whole % 3600 // 60:02} min".replace(" 00 min", "")


def lost(seconds: float | None) -> str:
    """How far back a loss reaches."""
    return "no bound" if seconds is None else "nothing" if seconds == 0 else length(seconds)
