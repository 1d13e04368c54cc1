"""`python -m advisor actuals`: what a deployed stack cost and how it was used, against its estimate."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.actuals.comparison import compare
from advisor.actuals.correction import suggest, usage_file
from advisor.actuals.cost_explorer import ENDPOINT_REGION, CostExplorer
from advisor.actuals.estimate_file import Estimated, read_estimate
from advisor.actuals.inventory import inventory
from advisor.actuals.metrics import Observed, observe
from advisor.actuals.report import Report, document, show
from advisor.actuals.scope import Period, Scope, last_days, scope_of
from advisor.actuals.usage_types import at_list_price
from advisor.errors import InputError
from advisor.prices.book import SHIPPED, load_prices
from domain.pricing import PriceBook

ATTEMPTS = 6
"""Throttling is usual for Cost Explorer; each attempt that it answers is billed, and counted."""


def actuals(
    stack: Annotated[str, typer.Option(help="Stack that is deployed; its file says the Region and the tags.")],
    days: Annotated[int, typer.Option(help="Days up to yesterday, 1 to 365.")] = 30,
    estimate: Annotated[
        Path | None, typer.Option(help="What `python -m advisor cost --format json` wrote, to compare with.")
    ] = None,
    whole_account: Annotated[
        bool, typer.Option("--whole-account", help="Costs of everything, whatever its tags.")
    ] = False,
    usage_out: Annotated[
        Path | None, typer.Option(help="Write a usage file with the observed figures, for the next estimate.")
    ] = None,
    prices: Annotated[Path, typer.Option(help="File of prices.", show_default="domain/prices.json")] = SHIPPED,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what a stack cost and how it was used. Each question to Cost Explorer costs $0.01; their number is told."""
    try:
        scope, period = scope_of(stack), last_days(days, _today())
        book = load_prices(prices)
        expected = _estimate_of(scope, estimate) if estimate else None
        report = _report(scope, replace(scope, tags={}) if whole_account else scope, period, book, expected)
        if usage_out:
            usage_out.write_text(usage_file(report.suggestions, period), encoding="utf-8")
    except (InputError, OSError) as error:
        typer.echo(f"actuals: {error}", err=True)
        raise typer.Exit(2) from error
    if as_json:
        typer.echo(json.dumps(document(report), indent=2))
    else:
        from rich.console import Console

        show(report, Console())
        if not usage_out and report.suggestions:
            typer.echo("\nFor the next estimate (--usage-out FILE writes it):\n")
            typer.echo(usage_file(report.suggestions, period), nl=False)


def _estimate_of(scope: Scope, path: Path) -> Estimated:
    found = read_estimate(path)
    if found.region not in (scope.region, None):
        raise InputError(f"the estimate {path} is of {found.region}; stack {scope.stack} is in {scope.region}")
    return found


def _report(deployed: Scope, billed: Scope, period: Period, book: PriceBook, expected: Estimated | None) -> Report:
    """What is free is asked first; when it cannot be answered, the bill still is."""
    observed, problems = _observed(deployed, period)
    bill = CostExplorer(_client(ENDPOINT_REGION, "ce")).bill(period, billed.tags)
    return Report(
        billed,
        period,
        bill,
        at_list_price(bill, book, billed.region, period.last),
        compare(expected, bill, period) if expected else (),
        observed,
        suggest(observed, period, {name for name, _ in expected.names} if expected else ()),
        problems,
    )


def _observed(scope: Scope, period: Period) -> tuple[tuple[Observed, ...], tuple[str, ...]]:
    clients: Callable[[str], Any] = partial(_client, scope.region)
    try:
        found = inventory(clients, scope.tags)
        observed = observe(clients("cloudwatch"), found.served, period)
    except InputError as error:
        return (), (str(error),)
    incomplete = (f"{item.served.name}: {item.problem}" for item in observed if item.problem)
    return observed, (*found.unknown, *incomplete)


def _client(region: str, service: str) -> Any:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    config = Config(connect_timeout=5, read_timeout=30, retries={"total_max_attempts": ATTEMPTS, "mode": "standard"})
    try:
        return boto3.client(service, region_name=region, config=config)
    except BotoCoreError as error:
        raise InputError(f"AWS cannot be asked: {error}") from error


def _today() -> date:
    return datetime.now(UTC).date()
