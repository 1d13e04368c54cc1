"""The record as JSON data, for machines; what is not known is ``null``, never 0."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from advisor.recommend.candidates import Candidate
from advisor.recommend.record import Record


def document(record: Record) -> dict[str, Any]:
    """The whole record; latencies in milliseconds, money in US dollars of a month of 730 hours."""
    question, choice, settings = record.question, record.choice, record.settings
    budget = record.budget
    return {
        "workload": question.workload.model_dump(mode="json"),
        "as_of": question.on.isoformat(),
        "seed": question.seed,
        "load": {"name": question.trace.name, "source": question.trace.source, **asdict(question.load)},
        "choice": choice.pattern.value if choice else None,
        "fallbacks": [item.pattern.value for item in record.fitting[1:]],
        "verdict": record.verdict(),
        "candidates": [_candidate(item) for item in record.candidates],
        "margins": [asdict(margin) for margin in record.margins],
        "sensitivity": {
            "traffic": [asdict(row) for row in record.traffic],
            "target": [asdict(span) for span in record.targets],
            "price": [asdict(shift) for shift in record.shifts],
        },
        "latency_budget": None if budget is None else asdict(budget),
        "assumptions": [asdict(item) for item in record.assumptions],
        "measure_next": list(record.measure_next()),
        "notes": list(record.notes),
        "prices": [{**asdict(price), "observed": price.observed.isoformat()} for price in record.prices],
        "settings": None if settings is None else settings.values,
        "acknowledge": [] if settings is None else list(settings.acknowledge),
    }


def _candidate(item: Candidate) -> dict[str, Any]:
    sized, outcome, timing = item.sized, item.outcome, item.timing
    return {
        "pattern": item.pattern.value,
        "state": item.state.value,
        "reasons": list(item.reasons),
        "total": item.total,
        "scores": None if item.scores is None else asdict(item.scores),
        "monthly_usd": item.monthly_usd,
        "size": None if sized is None else {**sized.size, "capacity_rps": sized.capacity_rps},
        "service": None
        if timing is None
        else {"p50_ms": timing.p50_ms, "p99_ms": timing.p99_ms, "source": timing.source},
        "latency": None
        if outcome is None
        else {
            name: _finite(value)
            for name, value in (("p50_ms", outcome.p50_ms), ("p90_ms", outcome.p90_ms), ("p99_ms", outcome.p99_ms))
        },
        "loss": None if outcome is None else outcome.loss,
        "errors": None if outcome is None else dict(outcome.errors),
        "cold_starts": None if outcome is None else outcome.cold_starts,
        "costs": None
        if item.costed is None
        else [{"what": x.what, "quantity": x.quantity, "unit": x.unit, "usd": x.usd} for x in item.costed.lines],
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
