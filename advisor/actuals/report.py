"""The actuals of a stack: everything that was found, for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from advisor.actuals.bill import Bill
from advisor.actuals.comparison import Deviation, monthly
from advisor.actuals.correction import Suggestion
from advisor.actuals.cost_explorer import LEFT_OUT, USD_PER_REQUEST
from advisor.actuals.metrics import CALLER_ERRORS, ERRORS, MODEL_ERRORS, Observed
from advisor.actuals.scope import Period, Scope
from advisor.actuals.usage_types import ListPriced

if TYPE_CHECKING:
    from rich.console import Console

UNKNOWN: Final = "not known"
FIRST: Final = ("Amazon SageMaker", "AWS Lambda")
"""Services whose usage types are shown before those of the others."""


@dataclass(frozen=True)
class Report:
    """What was found.

    Attributes:
        scope: Whose costs.
        period: Of which days.
        bill: What was billed.
        listed: The bill's lines at list price.
        deviations: Estimate against bill; empty without an estimate.
        observed: How endpoints and functions were used.
        suggestions: Figures for a usage file.
        problems: What could not be found out, and why.
    """

    scope: Scope
    period: Period
    bill: Bill
    listed: tuple[ListPriced, ...]
    deviations: tuple[Deviation, ...] = ()
    observed: tuple[Observed, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    problems: tuple[str, ...] = ()


def notes(report: Report) -> Iterator[str]:
    """What one must know to read the figures, the gravest first."""
    yield from report.problems
    bill = report.bill
    if not bill.lines:
        tags = ", ".join(f"{key}={value}" for key, value in report.scope.tags.items()) or "none"
        yield (
            f"Nothing was billed with the tags {tags}. A tag counts only after it was activated as a cost allocation "
            "tag (Billing console, up to 24 hours), and only from then on; --whole-account leaves the tags out."
        )
    if bill.estimated_days:
        yield f"{bill.estimated_days} of {bill.days} days are estimated: AWS may still change them."
    if bill.free:
        known = [item.usd for item in report.listed if item.line in bill.free and item.usd is not None]
        yield (
            f"{len(bill.free)} usage types were used and billed $0 (a free tier, as a rule); "
            f"at list price {len(known)} of them are ${sum(known):,.2f}."
        )
    yield f"{', '.join(LEFT_OUT)} are left out."
    yield f"Cost Explorer was asked {bill.requests} times, at ${USD_PER_REQUEST * bill.requests:.2f}."


def show(report: Report, console: Console) -> None:
    """Print the report."""
    period = report.period
    console.print(
        f"[bold]{report.scope.stack}[/], {period.first} to {period.last} ({period.days} days): "
        f"${report.bill.total:,.2f}; a month of 730 hours: ${float(report.bill.total) * period.to_month:,.2f}"
    )
    _services(report, console)
    _usage_types(report, console)
    _observed(report, console)
    for note in notes(report):
        console.print(f"- {note}", markup=False)


def _services(report: Report, console: Console) -> None:
    from rich.table import Table

    if report.deviations:
        table = Table("Service", "A month", "Estimate (low / expected / high)", "Off by", "", title="Estimate and bill")
        for item in report.deviations:
            e = item.estimate
            estimate = f"${e.low:,.2f} / ${e.expected:,.2f} / ${e.high:,.2f}" if e else "-"
            off = f"{item.relative:+.0%}" if item.relative is not None else "-"
            table.add_row(item.service, f"${item.actual:,.2f}", estimate, off, item.verdict)
    else:
        table = Table("Service", "Period", "A month", title="Bill")
        months = monthly(report.bill, report.period)
        for service, usd in report.bill.by_service.items():
            table.add_row(service, f"${usd:,.2f}", f"${months[service]:,.2f}")
    if table.row_count:
        console.print(table)


def _usage_types(report: Report, console: Console) -> None:
    from rich.table import Table

    table = Table("Service", "Usage type", "Quantity", "Billed", "At list price", title="By usage type")
    for item in sorted(report.listed, key=lambda item: item.line.service not in FIRST):
        line = item.line
        listed = f"${item.usd:,.4f}" if item.usd is not None else "unpriced"
        table.add_row(line.service, line.usage_type, f"{line.quantity:,.6g} {line.unit}", f"${line.usd:,.4f}", listed)
    if table.row_count:
        console.print(table)


def _observed(report: Report, console: Console) -> None:
    from rich.table import Table

    table = Table("Name", "Served by", "Requests", "Mean ms", "Overhead ms", "Cold starts", "Errors", title="Use")
    for item in report.observed:
        table.add_row(
            item.served.name,
            item.served.kind,
            _number(item.requests),
            _number(item.duration_ms),
            _number(item.overhead_ms),
            _number(item.cold_starts),
            _number(errors(item)),
        )
    if table.row_count:
        console.print(table)


def errors(item: Observed) -> float | None:
    """Requests that failed, of the caller's fault or not; ``None`` when not even one of the metrics is there."""
    found = [item.sums[reading] for reading in (CALLER_ERRORS, MODEL_ERRORS, ERRORS) if reading in item.sums]
    return sum(found) if found else None


def _number(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:,.1f}".removesuffix(".0")


def document(report: Report) -> dict[str, Any]:
    """The report as JSON data: US dollars; `month` is the period stretched to 730 hours."""
    period, bill = report.period, report.bill
    return {
        "stack": report.scope.stack,
        "region": report.scope.region,
        "tags": dict(report.scope.tags),
        "period": {"first": str(period.first), "last": str(period.last), "days": period.days},
        "total": float(bill.total),
        "month": float(bill.total) * period.to_month,
        "estimated_days": bill.estimated_days,
        "requests": bill.requests,
        "requests_usd": round(bill.requests * USD_PER_REQUEST, 2),
        "services": monthly(bill, period),
        "usage_types": [_listed(item) for item in report.listed],
        "deviations": [
            {**asdict(item), "relative": item.relative, "verdict": item.verdict} for item in report.deviations
        ],
        "observed": [_used(item) for item in report.observed],
        "suggestions": [asdict(item) for item in report.suggestions],
        "notes": list(notes(report)),
    }


def _listed(item: ListPriced) -> dict[str, Any]:
    line = item.line
    return {
        "service": line.service,
        "usage_type": line.usage_type,
        "quantity": float(line.quantity),
        "unit": line.unit,
        "usd": float(line.usd),
        "list_usd": item.usd,
        **({"unpriced": item.reason} if item.usd is None else {}),
    }


def _used(item: Observed) -> dict[str, Any]:
    return {
        "name": item.served.name,
        "kind": item.served.kind,
        "requests": item.requests,
        "duration_ms": item.duration_ms,
        "overhead_ms": item.overhead_ms,
        "cold_starts": item.cold_starts,
        "cold_start_ms": item.cold_start_ms,
        "errors": errors(item),
        **({"problem": item.problem} if item.problem else {}),
    }
