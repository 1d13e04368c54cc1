"""`python -m advisor recommend`: which pattern serves a workload, what size it has, and what is not known."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from advisor.days import accepted_day
from advisor.errors import InputError
from advisor.prices.book import SHIPPED, load_prices
from advisor.prices.own import with_own_prices

if TYPE_CHECKING:
    from advisor.recommend.live import Live
    from advisor.recommend.record import Record

OUTPUT = "Output"
STACK = "A live stack instead of assumptions"
WAITING = "simulating (the first run of a checkout compiles, about 20 s)"


@dataclass(frozen=True)
class Asked:
    """What the command line says, as it was typed."""

    workload: Path
    told: list[str]
    stack: str | None
    hours: int
    on: str | None
    seed: int
    prices: Path
    own: list[str]


class Format(StrEnum):
    """How the record is printed."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"


def recommend(  # noqa: PLR0913, PLR0917 - the options of a command
    workload: Annotated[Path, typer.Argument(help="Workload file in YAML; examples/workloads/ has some.")],
    told: Annotated[
        list[str] | None,
        typer.Option("--set", help="A value in the file's place, such as target_p99_ms=500; may be given again."),
    ] = None,
    from_stack: Annotated[
        str | None,
        typer.Option(
            help="Stack whose CloudWatch metrics take the place of traffic and latencies.", rich_help_panel=STACK
        ),
    ] = None,
    hours: Annotated[int, typer.Option(help="Hours up to now that are read.", rich_help_panel=STACK)] = 24,
    on: Annotated[str | None, typer.Option(help="Day on which prices must hold; by default today.")] = None,
    seed: Annotated[int, typer.Option(help="Of the simulation: the same seed, the same answer.", min=0)] = 0,
    prices: Annotated[Path, typer.Option(help="File of prices.", show_default="domain/prices.json")] = SHIPPED,
    price: Annotated[
        list[str] | None,
        typer.Option(help="A price of your own, such as sagemaker.hosting/ml.g5.xlarge=1.4; may be given again."),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="How it is printed.", rich_help_panel=OUTPUT)
    ] = Format.TABLE,
    plots: Annotated[Path | None, typer.Option(help="Draw pictures into this folder.", rich_help_panel=OUTPUT)] = None,
    settings: Annotated[
        Path | None, typer.Option(help="Write the stack settings to this file.", rich_help_panel=OUTPUT)
    ] = None,
) -> None:
    """Choose a pattern for a workload: simulated, priced, scored, with what it stands on. Exits 1 when none fits."""
    try:
        asked = Asked(workload, told or [], from_stack, hours, on, seed, prices, price or [])
        record = _record(asked)
        _write(record, plots, settings)
    except ValueError as error:
        typer.echo(f"recommend: {error}", err=True)
        raise typer.Exit(2) from error
    _print(record, format_)
    if record.choice is None:
        raise typer.Exit(1)


def _record(asked: Asked) -> Record:
    from advisor.recommend.decide import Basis
    from advisor.recommend.decide import recommend as decide
    from advisor.recommend.reading import read_workload, told_values

    day = _day(asked.on)
    workload = read_workload(asked.workload, told_values(asked.told))
    book = with_own_prices(load_prices(asked.prices), asked.own, workload.region, day)
    live = None if asked.stack is None else _live(asked.stack, asked.hours)
    with Console(stderr=True).status(WAITING):
        return decide(workload, Basis(asked.workload.parent, book, day, asked.seed, live))


def _live(stack: str, hours: int) -> Live:
    from advisor.actuals.inventory import ENDPOINTS, inventory
    from advisor.actuals.scope import scope_of
    from advisor.recommend.clients import client
    from advisor.recommend.live import read_live

    scope = scope_of(stack)
    found = inventory(lambda service: client(scope.region, service), scope.tags, ENDPOINTS)
    cloudwatch = client(scope.region, "cloudwatch")
    return read_live(cloudwatch, found, scope.tags["Environment"], hours, datetime.now(UTC))


def _write(record: Record, plots: Path | None, settings: Path | None) -> None:
    if plots is not None:
        from advisor.recommend.rendering.plots import draw

        for path in draw(record, plots):
            typer.echo(f"{path}: drawn", err=True)
    if settings is not None:
        if record.settings is None:
            raise InputError(f"--settings {settings}: no pattern was chosen, so there are none. {record.verdict()}")
        try:
            settings.write_text(record.settings.text(), encoding="utf-8")
        except OSError as error:
            raise InputError(f"{settings} could not be written: {error.strerror or error}") from None


def _print(record: Record, format_: Format) -> None:
    if format_ is Format.JSON:
        from advisor.recommend.rendering.json_document import document

        typer.echo(json.dumps(document(record), indent=2, allow_nan=False))
    elif format_ is Format.MARKDOWN:
        from advisor.recommend.rendering.markdown import markdown

        typer.echo(markdown(record), nl=False)
    else:
        from advisor.recommend.rendering.table import show

        show(record, Console(highlight=False))


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return accepted_day(date.fromisoformat(text), "--on")
    except InputError:
        raise
    except ValueError:
        raise InputError(f"--on {text}: accepted is a day such as 2026-11-26") from None
