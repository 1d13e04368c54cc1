"""`python -m advisor break-even`: below which traffic one way of serving is cheaper than another."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from advisor.break_even.report import document, markdown, show
from advisor.days import accepted_day
from advisor.errors import InputError
from advisor.names import instance_type, region_name
from advisor.prices.book import SHIPPED, load_prices
from advisor.prices.own import with_own_prices
from domain.pricing import PriceBook
from domain.serving.break_even import MOST_REQUESTS, Analysis, Plan, analyse
from domain.serving.options import BatchOption, LambdaOption, RealtimeOption, ServerlessOption, Traffic
from domain.serving.sensitivity import sensitivities

REQUEST = "What a request is"
SIZE = "What serves it"
OUTPUT = "Output"


def break_even(  # noqa: PLR0913, PLR0917 - the options of a command
    region: Annotated[str, typer.Option(help="AWS Region, for the prices.")] = "us-east-1",
    duration_ms: Annotated[
        float, typer.Option(help="Busy time of a request in milliseconds.", rich_help_panel=REQUEST)
    ] = 200.0,
    realtime_duration_ms: Annotated[
        float | None, typer.Option(help="The same on the instance, when it differs.", rich_help_panel=REQUEST)
    ] = None,
    batch_duration_ms: Annotated[
        float | None, typer.Option(help="The same in a batch job, when it differs.", rich_help_panel=REQUEST)
    ] = None,
    lambda_duration_ms: Annotated[
        float | None, typer.Option(help="The same in Lambda, when it differs.", rich_help_panel=REQUEST)
    ] = None,
    request_kb: Annotated[float, typer.Option(help="Size of a request in KB.", rich_help_panel=REQUEST)] = 0.0,
    response_kb: Annotated[float, typer.Option(help="Size of an answer in KB.", rich_help_panel=REQUEST)] = 0.0,
    hours_a_day: Annotated[
        float, typer.Option(help="Hours a day in which requests come.", rich_help_panel=REQUEST)
    ] = 24.0,
    days_a_week: Annotated[int, typer.Option(help="Days a week in which they come.", rich_help_panel=REQUEST)] = 7,
    memory_mb: Annotated[
        int, typer.Option(help="Memory of the serverless endpoint in MB.", rich_help_panel=SIZE)
    ] = 2048,
    provisioned_concurrency: Annotated[
        int, typer.Option(help="Its provisioned concurrency; 0 is none.", rich_help_panel=SIZE)
    ] = 0,
    instance: Annotated[
        str, typer.Option(help="Instance of the endpoint and of batch jobs.", rich_help_panel=SIZE)
    ] = "ml.m5.large",
    batch_instance: Annotated[
        str | None, typer.Option(help="Instance of batch jobs, when it differs.", rich_help_panel=SIZE)
    ] = None,
    concurrency: Annotated[
        int, typer.Option(help="Requests that an instance works on at a time.", rich_help_panel=SIZE)
    ] = 1,
    utilization: Annotated[
        float, typer.Option(help="Share of the time that an instance may be busy.", rich_help_panel=SIZE)
    ] = 1.0,
    min_instances: Annotated[int, typer.Option(help="Fewest instances.", rich_help_panel=SIZE)] = 1,
    off_hours_instances: Annotated[
        int, typer.Option(help="Instances outside of the hours; 0 needs inference components.", rich_help_panel=SIZE)
    ] = 1,
    requests_per_job: Annotated[int, typer.Option(help="Requests of one batch job.", rich_help_panel=SIZE)] = 1000,
    job_startup_s: Annotated[
        float, typer.Option(help="Seconds that a job is billed before its first request.", rich_help_panel=SIZE)
    ] = 240.0,
    lambda_memory_mb: Annotated[
        int | None, typer.Option(help="Memory of the function in MB; by default as serverless.", rich_help_panel=SIZE)
    ] = None,
    lambda_init_ms: Annotated[
        float, typer.Option(help="Length of its cold start in milliseconds: billed.", rich_help_panel=SIZE)
    ] = 0.0,
    cold_share: Annotated[
        float, typer.Option(help="Share of its requests that meet one, 0 to 1.", rich_help_panel=SIZE)
    ] = 0.0,
    architecture: Annotated[str, typer.Option(help="arm64 or x86_64.", rich_help_panel=SIZE)] = "arm64",
    up_to: Annotated[int, typer.Option(help="Requests a month up to which to look.")] = MOST_REQUESTS,
    as_of: Annotated[str | None, typer.Option(help="Day on which prices must hold; by default today.")] = None,
    prices: Annotated[Path, typer.Option(help="File of prices.", show_default="domain/prices.json")] = SHIPPED,
    price: Annotated[
        list[str] | None,
        typer.Option(help="A price of your own, such as sagemaker.transform/ml.m5.large=0.115; may be given again."),
    ] = None,
    svg: Annotated[Path | None, typer.Option(help="Draw the curves to this SVG file.", rich_help_panel=OUTPUT)] = None,
    png: Annotated[Path | None, typer.Option(help="Draw them to this PNG file.", rich_help_panel=OUTPUT)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.", rich_help_panel=OUTPUT)] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.", rich_help_panel=OUTPUT)] = False,
) -> None:
    """Say below which traffic serverless beats real-time, real-time beats batch, and Lambda beats both."""
    try:
        if as_json and as_markdown:
            raise InputError("--json and --markdown: only one of them can be printed")
        day = _day(as_of)
        kinds = [instance_type(instance), instance_type(batch_instance or instance)]
        book = with_own_prices(load_prices(prices), price or (), region_name(region), day)
        plan = Plan(
            (
                ServerlessOption(duration_ms, memory_mb, provisioned_concurrency),
                RealtimeOption(
                    _given(realtime_duration_ms, duration_ms),
                    kinds[0],
                    concurrency,
                    utilization,
                    min_instances,
                    off_hours_instances,
                ),
                BatchOption(
                    _given(batch_duration_ms, duration_ms),
                    kinds[1],
                    requests_per_job,
                    job_startup_s,
                    concurrency,
                ),
                LambdaOption(
                    _given(lambda_duration_ms, duration_ms),
                    lambda_memory_mb if lambda_memory_mb is not None else memory_mb,
                    architecture,
                    init_ms=lambda_init_ms,
                    cold_share=cold_share,
                ),
            ),
            Traffic(request_kb, response_kb, hours_a_day, days_a_week),
            region,
            day,
            up_to,
        )
        analysis = analyse(plan, book)
        _draw(analysis, svg, png)
    except ValueError as error:
        typer.echo(f"break-even: {error}", err=True)
        raise typer.Exit(2) from error
    _print(analysis, book, as_json=as_json, as_markdown=as_markdown)
    if not analysis.quotes:
        raise typer.Exit(1)


def _draw(analysis: Analysis, *targets: Path | None) -> None:
    for target in targets:
        if target is not None:
            from advisor.break_even.plot import draw

            draw(analysis, target)


def _given(value: float | None, default: float) -> float:
    return default if value is None else value


def _print(analysis: Analysis, book: PriceBook, *, as_json: bool, as_markdown: bool) -> None:
    moved = sensitivities(analysis, book)
    if as_json:
        typer.echo(json.dumps(document(analysis, moved), indent=2))
    elif as_markdown:
        typer.echo(markdown(analysis, moved), nl=False)
    else:
        from rich.console import Console

        show(analysis, moved, Console(highlight=False))


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return accepted_day(date.fromisoformat(text), "--as-of")
    except InputError:
        raise
    except ValueError:
        raise InputError(f"--as-of {text}: accepted is a day such as 2026-11-26") from None
