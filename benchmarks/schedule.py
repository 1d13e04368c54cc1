"""The proof of a stack's schedules: four units, two years of holidays, overrides, and windows where clocks are changed.

Beside it stands the plain way in the same run: asking the calendar about each minute of the year, for one unit.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.scheduling.business_calendar import DAYS, BusinessCalendar, Window
from domain.scheduling.proof import Proof, prove
from domain.scheduling.schedule import Bounds, Capacity, ScheduledAction, compile_schedule
from domain.scheduling.wall_clock import MINUTE, start_of_day

LIMIT_S = 1.0
TURNS = 5
FROM = date(2026, 12, 1)
UNITS = ("realtime", "serverless", "components", "predict")
ZONE = "America/New_York"
WINDOWS = (
    Window(DAYS, "01:30", "02:30"),
    Window(DAYS[:5], "09:00", "18:00"),
    Window(("sat", "sun"), "22:00", "00:30"),
)
CAPACITY = Capacity(Bounds(2, 6), Bounds(0, 1))


def calendars() -> list[BusinessCalendar]:
    """One a unit: the same week and holidays, overrides of its own."""
    holidays = frozenset(FROM + timedelta(days=24 * number) for number in range(30))
    return [BusinessCalendar(ZONE, WINDOWS, holidays, tuple(overrides(unit))) for unit in range(len(UNITS))]


def overrides(unit: int) -> Iterator[tuple[datetime, datetime]]:
    """Two days every month, for half a year."""
    first = datetime(2027, 1, 4 + unit, 23, tzinfo=UTC)
    return ((first + timedelta(days=30 * number), first + timedelta(days=30 * number + 2)) for number in range(6))


def proved(calendars_: list[BusinessCalendar], plans: list[tuple[ScheduledAction, ...]]) -> tuple[list[Proof], float]:
    """Proofs of all units, and how long they took."""
    began = time.perf_counter()
    start = start_of_day(calendars_[0].zone, FROM)
    proofs = [prove(plan, calendar, CAPACITY, start) for calendar, plan in zip(calendars_, plans, strict=True)]
    return proofs, time.perf_counter() - began


def walked(calendar: BusinessCalendar, minutes: int) -> float:
    """How long it takes to ask for each minute of the year."""
    began = time.perf_counter()
    moment = start_of_day(calendar.zone, FROM)
    for _ in range(minutes):
        calendar.is_business(moment)
        moment += MINUTE
    return time.perf_counter() - began


def run() -> dict[str, Any]:
    """The slowest of the turns counts."""
    began = time.perf_counter()
    plans = [compile_schedule(calendar, CAPACITY, FROM) for calendar in calendars()]
    compiled = time.perf_counter() - began
    seconds = []
    for _ in range(TURNS):
        proofs, took = proved(calendars(), plans)
        seconds.append(took)
    plain = walked(calendars()[0], proofs[0].minutes)
    return {
        "name": "proof of a stack's schedules over 366 days",
        "units": len(UNITS),
        "actions": sum(map(len, plans)),
        "minutes": sum(proof.minutes for proof in proofs),
        "readings": proofs[0].readings,
        "compile_s": round(compiled, 3),
        "best_s": round(min(seconds), 3),
        "worst_s": round(max(seconds), 3),
        "minute_by_minute_s": round(plain * len(UNITS) * proofs[0].readings, 1),
        "minute_by_minute": "one unit and reading measured, times units and readings",
        "limit": f"all proofs hold, the slowest turn in less than {LIMIT_S:g} s",
        "holds": all(proof.holds for proof in proofs) and max(seconds) < LIMIT_S,
    }
