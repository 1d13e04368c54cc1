"""``python -m advisor schedule``: when each unit of a stack is up, what that saves, and that the plan was proved."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from advisor.days import accepted_day
from advisor.errors import InputError
from advisor.places import PROJECT
from advisor.prices.book import SHIPPED, load_prices
from advisor.schedule.report import ScheduleReport, document, schedule_report
from advisor.schedule.savings import Month
from advisor.stack.settings import read_stack_settings
from components.settings.schedule_plan import plan_schedules


def schedule(
    stack: Annotated[str, typer.Option(help="Name of the stack: Pulumi.<stack>.yaml is read.")],
    month: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m"], help="Month of hours and money. [default: this month]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, with every scheduled action.")] = False,
    prices: Annotated[Path, typer.Option(help="The price book.")] = SHIPPED,
    project: Annotated[Path, typer.Option(help="Folder of the stack files.")] = PROJECT,
    at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M"], help="Moment of the report in UTC. [default: now]")
    ] = None,
) -> None:
    """Show the week, holidays and overrides of a stack, and the hours and money saved against always on.

    Exit codes: 0 fine, 1 the schedules cannot be planned or proved, 2 something could not be read.
    """
    now = datetime.now(UTC) if at is None else at.replace(tzinfo=UTC)
    try:
        accepted_day(now.date(), "--at")
        accepted_day((month or now).date(), "--month")
        report = _report(stack, project, prices, now, Month.of((month or now).date()))
    except InputError as error:
        typer.echo(f"schedule: {error}", err=True)
        raise typer.Exit(2) from error
    except ValueError as error:
        typer.echo(f"schedule: {error}", err=True)
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(json.dumps(document(report), indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    from advisor.schedule.table import show

    terminal = Console(highlight=False)
    show(report, terminal if terminal.is_terminal else Console(width=140, highlight=False))


def _report(stack: str, project: Path, prices: Path, now: datetime, month: Month) -> ScheduleReport:
    found = read_stack_settings(stack, project)
    plan = plan_schedules(found.settings.cost, project, now.date())
    return schedule_report(found, plan, load_prices(prices), now, month)
