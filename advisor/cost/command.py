"""``python -m advisor cost``: what a stack will cost in a month, what a change adds to it, and a budget as a gate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from advisor.cost.difference import difference
from advisor.cost.gate import Figure, Verdict, judge
from advisor.cost.rendering.report import Report
from advisor.days import accepted_day
from advisor.errors import InputError
from advisor.estimate import Estimate, estimate
from advisor.names import region_name
from advisor.prices.book import SHIPPED, load_prices
from advisor.prices.own import with_own_prices
from advisor.stack.preview import stack_from_file, stack_from_pulumi
from advisor.stack.resources import Stack
from advisor.usage.profile import Usage, parse_usage
from domain.pricing import PriceBook


class Format(StrEnum):
    """How the report is written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


@dataclass(frozen=True)
class Assumptions:
    """What estimates are made with: the same for both sides of a difference."""

    prices: PriceBook
    usage: Usage
    usage_source: str
    on: date
    own_prices: tuple[str, ...] = ()

    def estimate(self, stack: Stack) -> Estimate:
        """The stack under them."""
        found = estimate(stack.resources, self._book(stack.region), self.usage, on=self.on)
        return found.leaving_out(stack.missing)

    def _book(self, region: str | None) -> PriceBook:
        if not self.own_prices:
            return self.prices
        if region is None:
            raise InputError("--price counts in the stack's Region, and the file names none; give --region")
        return with_own_prices(self.prices, self.own_prices, region, self.on)


def cost(  # noqa: PLR0913, PLR0917 - each option is a parameter
    file: Annotated[
        str | None, typer.Argument(help="Preview or export of the stack in JSON; - is standard input.")
    ] = None,
    stack: Annotated[str | None, typer.Option(help="Without a file: preview this stack with your account.")] = None,
    base: Annotated[str | None, typer.Option(help="Show what changes against this preview or export.")] = None,
    diff: Annotated[
        tuple[str, str] | None, typer.Option(metavar="OLD NEW", help="The same with both files: an old and a new one.")
    ] = None,
    usage: Annotated[Path | None, typer.Option(help="How much of everything is used, in YAML.")] = None,
    usage_template: Annotated[
        bool, typer.Option("--usage-template", help="Print a usage file with every key and its default.")
    ] = False,
    prices: Annotated[Path, typer.Option(help="The price book.")] = SHIPPED,
    price: Annotated[
        list[str] | None,
        typer.Option(help="A price of your own, such as sagemaker.hosting/ml.m5.large=0.15; may be given again."),
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day on which prices must be valid. [default: today]")
    ] = None,
    region: Annotated[str | None, typer.Option(help="Region of resources for which the file names none.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How the report is written.")] = Format.TABLE,
    out: Annotated[Path | None, typer.Option(help="Write the report to a file.")] = None,
    details: Annotated[
        bool, typer.Option("--details", help="Table: each thing billed, with the price and its day.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when anything has no price.")] = False,
    budget: Annotated[
        float | None, typer.Option(help="US dollars a month; exit with 1 unless the stack fits and all is priced.")
    ] = None,
    budget_of: Annotated[Figure, typer.Option(help="Which month must fit the budget.")] = Figure.EXPECTED,
) -> None:
    """Estimate a month of a stack in US dollars: low, expected and high, by resource and theme.

    Exit codes: 0 fine, 1 over the budget or (--budget, --strict) not everything priced, 2 something could not be read.
    """
    if usage_template:
        from advisor.usage.template import template

        typer.echo(template(), nl=False)
        return
    try:
        old, new = _sides(file, stack, base, diff)
        region = None if region is None else region_name(region)
        assumed = replace(_assumptions(prices, usage, as_of), own_prices=tuple(price or ()))
        after = _read(new, stack, region)
        before = None if old is None else _read(old, None, region)
        report, verdict = _report(after, before, assumed, None if budget is None else (budget, budget_of))
        _write(report, output, out, details=details)
    except InputError as error:
        typer.echo(f"cost: {error}", err=True)
        raise typer.Exit(2) from error
    if (verdict is not None and not verdict.holds) or (strict and not report.is_complete):
        raise typer.Exit(1)


def _sides(
    file: str | None, stack: str | None, base: str | None, diff: tuple[str, str] | None
) -> tuple[str | None, str | None]:
    """The old file, if any, and the new one; ``None`` for the new one is a preview of the stack."""
    if diff is not None:
        if file is not None or base is not None:
            raise InputError("--diff OLD NEW names both files; leave out FILE and --base")
        return diff
    if file is None and stack is None:
        raise InputError("no stack is given: a FILE (a preview or an export in JSON), or --stack NAME")
    return base, file


def _assumptions(prices: Path, usage: Path | None, as_of: datetime | None) -> Assumptions:
    on = datetime.now(UTC).date() if as_of is None else accepted_day(as_of.date(), "--as-of")
    if usage is None:
        return Assumptions(load_prices(prices), Usage(), "Usage is the default profile of a small team", on)
    try:
        text = usage.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--usage {usage} could not be read: {getattr(error, 'strerror', None) or error}") from None
    return Assumptions(load_prices(prices), parse_usage(text, str(usage)), f"Usage is that of {usage.name}", on)


def _read(file: str | None, stack: str | None, region: str | None) -> Stack:
    if file is not None:
        return stack_from_file(file, region)
    if stack is None:
        raise InputError("no stack is given: a FILE, or --stack NAME")
    return stack_from_pulumi(stack, region)


def _report(
    after: Stack, before: Stack | None, assumed: Assumptions, budget: tuple[float, Figure] | None
) -> tuple[Report, Verdict | None]:
    new = assumed.estimate(after)
    change = None if before is None else difference(assumed.estimate(before), new)
    verdict = None if budget is None else judge(new, *budget)
    names = frozenset(one.name for stack in (after, before) if stack is not None for one in stack.resources)
    notes = [f"Price given at the command line: {text}." for text in assumed.own_prices]
    if change is not None and (beside := len(new.gaps) - sum(gap in change.gaps for gap in new.gaps)):
        notes.append(f"Without a price beside the change: {beside}; the estimate without a comparison names them.")
    notes += (f"Usage override {match!r} fits no resource." for match in assumed.usage.unused_overrides(names))
    reason = "" if verdict is None else verdict.reason
    return Report(after.name, after.region, assumed.usage_source, new, change, reason, tuple(notes)), verdict


def _write(report: Report, output: Format, out: Path | None, *, details: bool) -> None:
    if output is Format.TABLE:
        from rich.console import Console

        from advisor.cost.rendering import table

        terminal = Console(highlight=False)
        if out is None and terminal.is_terminal:
            table.render(report, details=details, console=terminal)
            return
        text = table.render(report, details=details)
    elif output is Format.JSON:
        from advisor.cost.rendering import json_document

        text = json_document.render(report)
    else:
        from advisor.cost.rendering import markdown

        text = markdown.render(report)
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"--out {out} could not be written: {error.strerror or error}") from None
