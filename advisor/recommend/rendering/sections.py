"""The record as rows and sentences, before anybody prints them: the terminal's table and Markdown say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from advisor.break_even import words
from advisor.recommend.candidates import Candidate, State
from advisor.recommend.record import Record
from advisor.recommend.sensitivity import PriceShift, TargetSpan, TrafficRow
from domain.patterns import TITLES, Pattern
from domain.pricing import Price

NONE: Final = "none"


@dataclass(frozen=True)
class Rows:
    """A table: its columns and its rows, all text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def usd(value: float | None) -> str:
    """Dollars for people.

    >>> usd(1234.5), usd(0.001), usd(None)
    ('$1,234.50', '<$0.01', 'not known')
    """
    if value is None:
        return "not known"
    return "<$0.01" if 0 < value < 0.005 else f"${value:,.2f}"


def milliseconds(value: float) -> str:
    """A latency for people; what is never answered has none."""
    return f"{value:,.0f} ms" if value < 1e9 else "no answer"


def share(value: float) -> str:
    """A share for people.

    >>> share(0.0), share(0.00004), share(0.0123)
    ('0 %', '<0.01 %', '1.23 %')
    """
    if value == 0:
        return "0 %"
    return "<0.01 %" if value < 0.0001 else f"{value:.2%}".replace("%", " %")


def asked(record: Record) -> Iterator[str]:
    """What was asked."""
    question, load = record.question, record.question.load
    hours = load.duration_s / 3600
    yield (
        f"{load.requests:,} requests in {hours:,.2f} h ({question.trace.name}; {question.trace.source}): "
        f"{load.average_rps:,.2f} a second on average, {load.peak_rps:,.2f} in the busiest minute, "
        f"{load.burst_rps:,.2f} in the busiest half minute."
    )
    workload = question.workload
    weights = workload.weights
    yield (
        f"Wanted: p99 within {milliseconds(workload.target_p99_ms)}, at most {usd(workload.monthly_budget_usd)} a "
        f"month, at most {share(workload.accepted_loss)} of the requests lost. Weights: latency {weights.latency:g}, "
        f"throughput {weights.throughput:g}, cost {weights.cost:g}, operations {weights.operations:g}."
    )
    yield f"{workload.region}, prices as of {question.on}, seed {question.seed}."


def ranking(record: Record) -> Rows:
    """Every pattern that was simulated."""
    head = ("Pattern", "State", "Points", "p99", "Lost", "Cold", "A month")
    return Rows(head, tuple(_ranked(item) for item in record.candidates if item.outcome is not None))


def _ranked(item: Candidate) -> tuple[str, ...]:
    outcome = item.outcome
    assert outcome is not None  # nosec B101  # noqa: S101
    return (
        item.pattern.value,
        item.state.value,
        "" if item.total is None else f"{item.total:.1f}",
        milliseconds(outcome.p99_ms),
        share(outcome.loss),
        share(outcome.cold_starts / outcome.requests),
        usd(item.monthly_usd),
    )


def sizes(record: Record) -> Iterator[str]:
    """The size of each pattern that was simulated, and what it can serve."""
    for item in record.candidates:
        if item.sized is not None and item.outcome is not None:
            serves = f"up to {item.sized.capacity_rps:,.0f} requests/s, p50 {milliseconds(item.outcome.p50_ms)}"
            tried = f"{item.tried} size{'s' if item.tried > 1 else ''} tried"
            yield f"{item.pattern}: {item.sized.describe()}; {serves} ({tried})"


def scores(record: Record) -> Rows:
    """What each total is made of."""
    head = ("Pattern", "Latency", "Throughput", "Cost", "Operations", "Points")
    rows = [
        (
            TITLES[item.pattern],
            *(f"{getattr(item.scores, part.lower()):.0f}" for part in head[1:5]),
            f"{item.total:.1f}",
        )
        for item in record.candidates
        if item.scores is not None
    ]
    return Rows(head, tuple(rows))


def rejected(record: Record) -> Iterator[str]:
    """Why each other pattern is not the choice."""
    for margin in record.margins:
        dearer = f"{usd(abs(margin.monthly_usd))} a month {'more' if margin.monthly_usd >= 0 else 'less'}"
        slower = f"p99 {milliseconds(abs(margin.p99_ms))} {'longer' if margin.p99_ms >= 0 else 'shorter'}"
        yield f"{TITLES[margin.pattern]}: {margin.points:.1f} points behind; {dearer}, {slower}."
    for item in record.candidates:
        if item.state != State.FITS:
            yield f"{TITLES[item.pattern]} ({item.state}): {'; '.join(item.reasons)}."


def costs(record: Record) -> Rows:
    """What a month of each pattern is made of."""
    rows = [
        (item.pattern.value, line.what, f"{line.quantity:,.6g} x {line.unit}", usd(line.usd))
        for item in record.candidates
        if item.costed is not None
        for line in item.costed.lines
    ]
    return Rows(("Pattern", "For", "A month", "Costs"), tuple(rows))


def traffic(record: Record) -> Rows:
    """The answer at other traffic."""
    head = ("Traffic", "Choice", "A month", "p99", "Cheapest", "How")
    return Rows(head, tuple(_traffic(row) for row in record.traffic))


def _traffic(row: TrafficRow) -> tuple[str, ...]:
    return (
        f"x {row.factor:g}",
        NONE if row.choice is None else row.choice.value,
        usd(row.monthly_usd) if row.choice else "",
        milliseconds(row.p99_ms) if row.p99_ms is not None else "",
        _cheapest(row),
        "simulated" if row.simulated else "sized",
    )


def _cheapest(row: TrafficRow) -> str:
    """Short where it can be: two names of patterns do not fit on a line of a terminal."""
    if row.cheapest is None:
        return NONE
    return "the same" if row.cheapest == row.choice else row.cheapest.value


def traffic_notes(record: Record) -> Iterator[str]:
    """What the table cannot hold: whose budget counts, why nothing fits, and what "sized" means."""
    yield "More traffic is allowed as many times the budget; less traffic is allowed no less."
    yield from (f"x {row.factor:g}: {row.note}." for row in record.traffic if row.choice is None)
    if any(not row.simulated for row in record.traffic):
        yield "sized: cost and capacity follow from the rates, the latency is the one of now; it was not simulated."


def _title(pattern: Pattern | None) -> str:
    return NONE if pattern is None else TITLES[pattern]


def sensitivity(record: Record) -> Iterator[str]:
    """Where the answer changes by target, by price, and by traffic alone."""
    yield from (_target(span) for span in record.targets)
    yield from (_shift(shift) for shift in record.shifts)
    analysis = record.break_even
    if analysis is not None:
        duration = words.same_duration_ms(analysis)
        yield from (f"Evenly spread: {words.comparison(item, duration)}" for item in analysis.comparisons)


def _target(span: TargetSpan) -> str:
    return f"With a target of {span.from_ms:,.0f} to {span.to_ms:,.0f} ms: {_title(span.choice)}."


def _shift(shift: PriceShift) -> str:
    first, second = TITLES[shift.first], TITLES[shift.second]
    turns = []
    if shift.first_dearer is not None:
        turns.append(f"when {first} costs {shift.first_dearer:,.2f} times as much")
    if shift.second_cheaper is not None:
        turns.append(f"when {second} costs {shift.second_cheaper:,.2f} times as much")
    return f"{second} takes its place {' or '.join(turns)}." if turns else f"No price puts {second} before {first}."


def budget(record: Record) -> Rows | None:
    """Where the time of a request goes."""
    found = record.budget
    if found is None:
        return None
    end, rows = 0.0, []
    for stage in found.stages:
        end += stage.ms
        rows.append((stage.name, milliseconds(stage.ms), milliseconds(end), "over" if end > found.target_ms else ""))
    return Rows(("Stage", "Takes", "Ends at", ""), tuple(rows))


def budget_verdict(record: Record) -> str:
    """Which stage breaks the budget, and what is left for the model."""
    found = record.budget
    if found is None:
        return ""
    left = f"{found.left_for_inference_ms:,.0f} ms are left for the model"
    if found.breaks_at is None:
        return f"All stages take {found.total_ms:,.0f} of {found.target_ms:,.0f} ms; {left}."
    return f"{found.breaks_at} breaks the {found.target_ms:,.0f} ms (all take {found.total_ms:,.0f} ms); {left}."


def prices(record: Record) -> Iterator[str]:
    """Every price with its day and source."""
    return (
        f"{p.item} in {p.region}: {_exact(p)} USD for one {p.unit}, {p.observed}, {p.source}" for p in record.prices
    )


def _exact(price: Price) -> str:
    return f"{price.usd:.12f}".rstrip("0").rstrip(".")
