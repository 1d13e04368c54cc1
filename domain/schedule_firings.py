"""When a scheduled action acts, read from its expression alone: this side of the proof knows nothing of the compiler.

What AWS does in an hour that daylight saving skips or repeats is not documented, so every way of doing it is a reading,
and a proof holds under all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from itertools import product
from typing import Final
from zoneinfo import ZoneInfo

from domain.checks import refuse
from domain.wall_clock import Occurrence, occurrence, zone_named

_EXPRESSION: Final = re.compile(r"(cron|at)\(([^()]+)\)", re.ASCII)
_ONE_DAY: Final = timedelta(days=1)
_LONGEST_MONTH: Final = timedelta(days=31)
_WEEK: Final = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_ACCEPTED: Final = (
    "cron(minute hour days-of-month months days-of-week years) with one minute and one hour, lists, ranges and names "
    "of days, or at(yyyy-mm-ddThh:mm:ss)"
)


class Gap(Enum):
    """What happens to a time that daylight saving skips."""

    SKIPPED = "not performed"
    AT_END = "performed when the gap ends"
    SHIFTED = "performed as late after the gap as it lies in it"


class Overlap(Enum):
    """What happens to a time that daylight saving repeats."""

    FIRST = "performed the first time"
    SECOND = "performed the second time"
    BOTH = "performed both times"


@dataclass(frozen=True)
class Reading:
    """One way of reading the documentation."""

    gap: Gap
    overlap: Overlap

    def instants(self, found: Occurrence) -> tuple[datetime, ...]:
        """The instants of an occurrence at which the action is performed."""
        if found.certain:
            return found.instants
        if found.repeated:
            return {Overlap.FIRST: found.instants[:1], Overlap.SECOND: found.instants[1:]}.get(
                self.overlap, found.instants
            )
        return {Gap.AT_END: found.instants[:1], Gap.SHIFTED: found.instants[1:]}.get(self.gap, ())

    def describe(self) -> str:
        """For people."""
        return f"a skipped time is {self.gap.value}, a repeated one {self.overlap.value}"


READINGS: Final = tuple(Reading(gap, overlap) for gap, overlap in product(Gap, Overlap))


@dataclass(frozen=True)
class _Cron:
    minute: int
    days_of_month: frozenset[int] | None
    months: frozenset[int] | None
    weekdays: frozenset[int] | None
    years: frozenset[int] | None

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days on which it acts; most crons of a plan are for one month of one year."""
        day = first
        while day <= last:
            next_month = (day.replace(day=1) + _LONGEST_MONTH).replace(day=1)
            if (self.years is None or day.year in self.years) and (self.months is None or day.month in self.months):
                span = range(day.toordinal(), min(next_month, last + _ONE_DAY).toordinal())
                yield from filter(self._acts_on, map(date.fromordinal, span))
            day = next_month

    def _acts_on(self, day: date) -> bool:
        """Judges the day fields."""
        return (self.days_of_month is None or day.day in self.days_of_month) and (
            self.weekdays is None or day.weekday() in self.weekdays
        )


def occurrences(schedule: str, timezone: str, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield when an expression acts, for every local day that touches ``start`` to ``end``, and perhaps the next ones.

    Args:
        schedule: The expression, in the subset that the compiler writes.
        timezone: IANA zone of the expression.
        start: First instant, with an offset.
        end: Last instant.

    Raises:
        ValueError: The expression is outside of the subset; it names the field.
    """
    zone = zone_named("timezone", timezone)
    match = _EXPRESSION.fullmatch(schedule)
    if not match:
        refuse("schedule", schedule, _ACCEPTED)
    if match[1] == "at":
        yield _single(schedule, match[2], zone)
        return
    cron = _parsed(schedule)
    first, last = start.astimezone(zone).date() - _ONE_DAY, end.astimezone(zone).date() + _ONE_DAY
    for day in cron.days(first, last):
        yield occurrence(zone, day, cron.minute)


def _single(schedule: str, text: str, zone: ZoneInfo) -> Occurrence:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        refuse("schedule", schedule, _ACCEPTED)
    if moment.tzinfo is not None or moment.second:
        refuse("schedule", schedule, f"{_ACCEPTED}, at a whole minute")
    if zone.key == "UTC":
        return Occurrence((moment.replace(tzinfo=UTC),), certain=True)
    return occurrence(zone, moment.date(), moment.hour * 60 + moment.minute)


@lru_cache(maxsize=1024)
def _parsed(schedule: str) -> _Cron:
    fields = schedule[len("cron(") : -1].split()
    if len(fields) != 6 or (fields[2] == "?") == (fields[4] == "?"):
        refuse("schedule", schedule, f"{_ACCEPTED}; exactly one of the two day fields is ?")
    minute, hour, of_month, months, of_week, years = fields
    minutes, hours = _numbers(schedule, minute, 0, 59), _numbers(schedule, hour, 0, 23)
    if minutes is None or hours is None or len(minutes) != 1 or len(hours) != 1:
        refuse("schedule", schedule, _ACCEPTED)
    return _Cron(
        minute=60 * min(hours) + min(minutes),
        days_of_month=_numbers(schedule, of_month, 1, 31),
        months=_numbers(schedule, months, 1, 12),
        weekdays=_numbers(schedule, _by_number(of_week), 0, 6),
        years=_numbers(schedule, years, 1970, 2199),
    )


def _by_number(field: str) -> str:
    """Names of days as numbers from Monday; numbers themselves are refused: AWS counts them from Sunday."""
    if re.search(r"\d", field):
        return "days-of-week by number"
    return re.sub(r"[A-Z]{3}", lambda name: str(_WEEK.index(name[0])) if name[0] in _WEEK else name[0], field)


def _numbers(schedule: str, field: str, low: int, high: int) -> frozenset[int] | None:
    """The numbers of a field, ``None`` for all."""
    if field in ("*", "?"):
        return None
    found: set[int] = set()
    for part in field.split(","):
        first, _, last = part.partition("-")
        if not first.isdecimal() or not (last or first).isdecimal():
            refuse("schedule", schedule, _ACCEPTED)
        ends = int(first), int(last or first)
        if not low <= ends[0] <= ends[1] <= high:
            refuse("schedule", schedule, f"{_ACCEPTED}; {part} is no range from {low} to {high}")
        found.update(range(ends[0], ends[1] + 1))
    return frozenset(found)
