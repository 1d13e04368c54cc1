"""An analysis as a table for the terminal, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from advisor.break_even import words
from domain.pricing import Price
from domain.serving.break_even import Analysis
from domain.serving.sensitivity import Sensitivity

if TYPE_CHECKING:
    from rich.console import Console

SAMPLES: Final = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
MOST_SPANS: Final = 50
"""Spans of one comparison in JSON; what is left out is counted."""
TOO_MUCH: Final = "cannot serve it"
ASSUMED: Final = (
    "Requests are evenly spread over the hours in which they come: the best case for whatever has a capacity.",
    "Free tiers, Savings Plans, storage, logs and requests to S3 are not in it.",
    "A standard variant never has fewer than 1 instance; only inference components go down to 0.",
)


def rows(analysis: Analysis) -> list[list[str]]:
    """Requests a month, the cost of every option, and the cheapest."""
    found = []
    for requests in sorted({*SAMPLES, *_crossings(analysis)}):
        if requests > analysis.plan.most_requests:
            continue
        costs = [_cost(item.curve.ceiling, item.curve.cost(requests), requests) for item in analysis.quotes]
        found.append([f"{requests:,}", *costs, _cheapest(analysis, requests)])
    return found


def _crossings(analysis: Analysis) -> Iterator[int]:
    return (item.crossing for item in analysis.comparisons if item.crossing is not None)


def _cost(ceiling: int | None, usd: Fraction, requests: int) -> str:
    if ceiling is not None and requests > ceiling:
        return TOO_MUCH
    return "<$0.01" if 0 < usd < Fraction(1, 200) else f"${float(usd):,.2f}"


def _cheapest(analysis: Analysis, requests: int) -> str:
    for span in analysis.cheapest:
        if span.first <= requests <= span.last:
            return span.option or "they take turns"
    return "none"


def head(analysis: Analysis) -> list[str]:
    """The columns of the rows."""
    return ["Requests a month", *(item.option for item in analysis.quotes), "Cheapest"]


def refusals(analysis: Analysis) -> list[str]:
    """What could not be compared, with every reason."""
    return [f"{item.option} is not compared: {'; '.join(item.reasons)}" for item in analysis.refused]


def sentences(analysis: Analysis) -> list[str]:
    """Who is cheaper when, a sentence for every two."""
    duration = words.same_duration_ms(analysis)
    return [words.comparison(item, duration) for item in analysis.comparisons]


def markdown(analysis: Analysis, moved: tuple[Sensitivity, ...]) -> str:
    """The whole report as Markdown."""
    plan = analysis.plan
    lines = [f"## Break-even in {plan.region} on {plan.on}", ""]
    lines += [f"> **{text}**\n" for text in refusals(analysis)]
    lines += [f"- {text}" for text in sentences(analysis)]
    if analysis.quotes:
        columns = head(analysis)
        lines += ["", _row(columns), _row([" ---: "] * (len(columns) - 1) + [" --- "])]
        lines += [_row(row) for row in rows(analysis)]
    duration = words.same_duration_ms(analysis)
    for item in moved:
        first, *others = words.sensitivity(item, duration)
        lines += ["", f"**{first}**", "", *(f"- {text}" for text in others)]
    lines += ["", "Assumed:", "", *(f"- {text}" for text in ASSUMED)]
    lines += ["", _row(["Price", "USD", "of one", "seen on", "source"]), _row([" --- "] * 5)]
    lines += [_row([p.item, _usd(p), p.unit, str(p.observed), p.source]) for p in analysis.prices]
    return "\n".join(lines) + "\n"


def _usd(price: Price) -> str:
    """Without an exponent, which nobody compares by eye."""
    return f"{price.usd:.12f}".rstrip("0").rstrip(".")


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.strip().replace("|", "\\|") for cell in cells) + " |"


def show(analysis: Analysis, moved: tuple[Sensitivity, ...], console: Console) -> None:
    """Print the report."""
    from rich.table import Table

    plan = analysis.plan
    for text in refusals(analysis):
        console.print(text, style="bold red", markup=False, soft_wrap=True)
    table = Table(title=f"Cost of a month in {plan.region}, prices as of {plan.on}")
    for number, column in enumerate(head(analysis)):
        table.add_column(column, justify="left" if number > len(analysis.quotes) else "right", overflow="fold")
    for row in rows(analysis):
        table.add_row(*row)
    if analysis.quotes:
        console.print(table)
    for text in sentences(analysis):
        console.print(f"- {text}", soft_wrap=True)
    for item in moved:
        first, *others = words.sensitivity(item, words.same_duration_ms(analysis))
        console.print(f"\n[bold]{first}[/]", *(f"  {text}" for text in others), sep="\n", soft_wrap=True)
    console.print("\nAssumed:", *(f"  {text}" for text in ASSUMED), "Prices:", sep="\n", soft_wrap=True)
    for p in analysis.prices:
        console.print(f"  {p.item}: {_usd(p)} USD a {p.unit}, {p.observed}, {p.source}", markup=False, soft_wrap=True)


def document(analysis: Analysis, moved: tuple[Sensitivity, ...]) -> dict[str, Any]:
    """The whole report as JSON data; money in US dollars of a month of 730 hours."""
    plan = analysis.plan
    duration = words.same_duration_ms(analysis)
    return {
        "region": plan.region,
        "as_of": plan.on.isoformat(),
        "traffic": asdict(plan.traffic),
        "options": [{"kind": type(option).__name__, **asdict(option)} for option in plan.options],
        "refused": [asdict(item) for item in analysis.refused],
        "costs": [_costs(analysis, requests) for requests in SAMPLES if requests <= plan.most_requests],
        "comparisons": [_compared(item, words.comparison(item, duration)) for item in analysis.comparisons],
        "cheapest": [asdict(span) for span in analysis.cheapest[:MOST_SPANS]],
        "sensitivity": [{**asdict(item), "dominant": list(item.dominant)} for item in moved],
        "prices": [{**asdict(price), "observed": price.observed.isoformat()} for price in analysis.prices],
        "assumed": list(ASSUMED),
    }


def _costs(analysis: Analysis, requests: int) -> dict[str, Any]:
    able = (q for q in analysis.quotes if q.curve.ceiling is None or requests <= q.curve.ceiling)
    return {"requests": requests, **{item.option: round(float(item.curve.cost(requests)), 6) for item in able}}


def _compared(item: Any, says: str) -> dict[str, Any]:
    spans = [{"first": s.first, "last": s.last, "order": s.order, "cheaper": item.winner(s)} for s in item.spans]
    return {
        "first": item.first,
        "second": item.second,
        "crossing": item.crossing,
        "settled": item.settled,
        "changes": item.changes,
        "spans": spans[:MOST_SPANS],
        "spans_left_out": max(0, len(spans) - MOST_SPANS),
        "says": says,
    }
