"""The report of ``advisor schedule`` for a terminal: a heat map of the week first, then what deviates from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from advisor.schedule.report import ScheduleReport, state_of, week_of
from advisor.schedule.savings import OF_ONE
from components.settings.schedule_plan import SchedulePlan
from domain.scheduling.business_calendar import DAYS

WIDE: Final = 104
"""Columns from which an hour has four; below it two, or one, and only some hours are named."""
LONGEST_WORD: Final = 8
FITTING: Final = 78
"""Columns from which the words of a unit need not be torn apart."""
UP, PARTLY, DOWN = ("██", "bold green"), ("▒▒", "yellow"), ("··", "dim")


def show(report: ScheduleReport, console: Console) -> None:
    """Print the report."""
    for text in (*report.warnings(), *(f"unpriced: {one}" for one in report.unpriced)):
        console.print(f"[bold yellow]! {escape(text)}[/]", soft_wrap=True)
    plan = report.plan
    if not plan.units:
        console.print(f"{report.stack.name}: no unit follows a schedule (cost.schedules)")
    else:
        first = next(iter(plan.units.values()))
        console.print(f"[bold]{report.stack.name}[/]: an ordinary week, {first.calendar.timezone}")
        console.print(_week(week_of(first)) if console.width >= WIDE else _dense_week(week_of(first), console.width))
        console.print(_units(report, console.width))
        console.print(_total(report), soft_wrap=True)
        console.print(_proof(plan), soft_wrap=True)
        console.print(_holidays(report))
    if plan.overrides:
        console.print(_overrides(report))


def _week(week: Mapping[str, tuple[float, ...]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 0), collapse_padding=True)
    table.add_column("")
    for hour in range(24):
        table.add_column(f" {hour:02}" if hour else "  00", justify="right", no_wrap=True)
    for day, hours in week.items():
        table.add_row(day, *(_cell(share) for share in hours))
    return table


def _dense_week(week: Mapping[str, tuple[float, ...]], width: int) -> Text:
    """The same with hours that touch each other: two columns each, or one where there is no room for two."""
    each, named = (2, 3) if width >= 54 else (1, 6)
    text = Text("\n     " + "".join(f"{hour:02}".ljust(each * named) for hour in range(0, 24, named)) + "\n")
    for day, hours in week.items():
        text.append(f"{day}  ")
        for cell in map(_cell, hours):
            text.append(cell.plain[:each], cell.style)
        text.append("\n")
    return text


def _cell(share: float) -> Text:
    symbol, style = UP if share == 1 else PARTLY if share else DOWN
    return Text(symbol, style=style)


def _units(report: ScheduleReport, width: int) -> Table:
    wide = width >= WIDE
    title = f"{report.month}, against always on"
    padding = (0, 1) if wide else (0, 0)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=padding, title=title, title_justify="left")
    table.add_column("unit", no_wrap=True)
    for column in ("business", "off hours", "hours up", "hours off", "saved unit-hours", "saved USD"):
        table.add_column(column, justify="right", overflow="fold", min_width=LONGEST_WORD if width >= FITTING else None)
    if wide:
        table.add_column("of")
    for one in report.savings:
        capacity = report.plan.units[one.unit].capacity
        usd = "unpriced" if one.usd is None else _range(*one.usd, digits=2)
        table.add_row(
            one.unit,
            capacity.business.describe(),
            capacity.off_hours.describe(),
            f"{one.up_hours:,.1f}",
            f"{one.off_hours:,.1f}",
            _range(one.least_hours, one.most_hours, digits=1),
            usd,
            *([OF_ONE[one.unit]] if wide else []),
        )
    return table


def _total(report: ScheduleReport) -> str:
    more = (
        f", and what {len(report.unpriced)} of {len(report.savings)} units without a price save"
        if report.unpriced
        else ""
    )
    if report.unpriced and len(report.unpriced) == len(report.savings):
        return "Saved: not known, because no unit has a price."
    return (
        f"Saved: {_range(*report.saved_usd, digits=2)} USD in {report.month}{more}. Load above the floor is in neither."
    )


def _range(least: float, most: float, *, digits: int) -> str:
    low, high = f"{least:,.{digits}f}", f"{most:,.{digits}f}"
    return low if low == high else f"{low} to {high}"


def _proof(plan: SchedulePlan) -> str:
    actions = sum(len(one.actions) for one in plan.units.values())
    minutes = sum(one.proof.minutes for one in plan.units.values())
    readings = max(one.proof.readings for one in plan.units.values())
    under = "" if readings == 1 else f", under {readings} readings of what AWS does when clocks are changed"
    return f"Proved from {plan.first} on: {actions} scheduled actions, {minutes:,} minutes as the calendar says{under}."


def _holidays(report: ScheduleReport) -> Table | str:
    if not report.holidays:
        return "Holidays of the next 366 days: none."
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="Holidays of the next 366 days", title_justify="left")
    for column in ("day", "", "holiday"):
        table.add_column(column)
    starts = {day for window in report.stack.settings.cost.schedules.windows for day in window.days}
    for day, name in report.holidays.items():
        weekday = DAYS[day.weekday()]
        table.add_row(
            day.isoformat(),
            weekday,
            escape(name) if weekday in starts else f"[dim]{escape(name)}, no business anyway[/]",
        )
    return table


def _overrides(report: ScheduleReport) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="Overrides", title_justify="left")
    for column in ("state", "target", "since", "until", "by", "why"):
        table.add_column(column, overflow="fold")
    styles = {"active": "bold green", "expired": "dim", "planned": ""}
    for one in report.plan.overrides:
        state = state_of(one, report.now)
        shown = "expired: no effect" if state == "expired" else state
        texts = (shown, one.target, one.since.isoformat(), one.until.isoformat(), one.by, one.why)
        table.add_row(*(Text(text, style=styles[state]) for text in texts))
    return table
