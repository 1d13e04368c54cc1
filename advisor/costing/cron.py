"""When an AWS schedule expression fires: ``cron(…)`` with six fields, ``rate(…)`` and ``at(…)``.

The grammar: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html. ``W`` (the nearest
weekday) is refused; nothing here uses it, and a price must not rest on a guess.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from advisor.errors import NotKnownError

MONTHS: Final = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
DAYS: Final = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), 1)}
SECONDS: Final = {"minute": 60, "hour": 3_600, "day": 86_400}
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Cron:
    """The days and the times of a day on which a cron expression fires."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: str
    months: frozenset[int]
    weekdays: str
    years: frozenset[int]

    def falls_on(self, day: date) -> bool:
        """Whether it fires on a day."""
        if day.month not in self.months or day.year not in self.years:
            return False
        last = calendar.monthrange(day.year, day.month)[1]
        if self.weekdays == "?":
            return day.day in _numbers(self.days.replace("L", str(last)), 1, 31, {})
        return _weekday_matches(self.weekdays, day, last)


@lru_cache(maxsize=256)
def days_between(cron: Cron, first: date, end: date) -> tuple[date, ...]:
    """The days on which it fires, ``end`` excluded."""
    days = (first + number * DAY for number in range((end - first).days))
    return tuple(day for day in days if cron.falls_on(day))


@lru_cache(maxsize=256)
def parse_cron(expression: str) -> Cron:
    """Read ``cron(minutes hours day month weekday year)``.

    Raises:
        NotKnownError: It is not such an expression.
    """
    fields = expression.removeprefix("cron(").removesuffix(")").upper().split()
    if len(fields) != 6 or (fields[2] == "?") == (fields[4] == "?"):
        raise NotKnownError(f"schedule {expression!r} cannot be read; accepted: six fields, one of the days being ?")
    try:
        cron = Cron(
            tuple(sorted(_numbers(fields[0], 0, 59, {}))),
            tuple(sorted(_numbers(fields[1], 0, 23, {}))),
            fields[2],
            frozenset(_numbers(fields[3], 1, 12, MONTHS)),
            fields[4],
            frozenset(_numbers(fields[5], 1970, 2199, {})),
        )
        cron.falls_on(date(2024, 1, 1))
    except ValueError:
        raise NotKnownError(f"schedule {expression!r} cannot be read") from None
    return cron


def firings_a_month(expression: str, on: date) -> float:
    """How often it fires in a month on average of the year from ``on``; what fires once counts as a twelfth.

    Raises:
        NotKnownError: The expression cannot be read.
    """
    year = on + 365 * DAY
    if expression.startswith("rate("):
        return 365 * 86_400 / 12 / _rate_seconds(expression)
    if expression.startswith("at("):
        return sum(on <= moment.date() < year for moment in [_at(expression, "UTC")]) / 12
    cron = parse_cron(expression)
    return len(days_between(cron, on, year)) * len(cron.hours) * len(cron.minutes) / 12


@lru_cache(maxsize=256)
def firings(expression: str, zone: str | None, begin: datetime, end: datetime) -> tuple[datetime, ...]:
    """When it fires from ``begin`` until before ``end``, in UTC; the units of a stack share their calendar.

    Raises:
        NotKnownError: The expression or the zone cannot be read, or it fires by the minute.
    """
    if expression.startswith("at("):
        return tuple(moment for moment in [_at(expression, zone)] if begin <= moment < end)
    if expression.startswith("rate("):
        raise NotKnownError(f"{expression!r} has no fixed time; accepted here: cron(…) and at(…)")
    cron, where = parse_cron(expression), _zone(zone)
    if len(cron.hours) * len(cron.minutes) > 48:
        raise NotKnownError(f"{expression!r} fires more than 48 times a day")
    times = [time(hour, minute, tzinfo=where) for hour in cron.hours for minute in cron.minutes]
    days = days_between(cron, begin.date() - DAY, end.date() + 2 * DAY)
    moments = (datetime.combine(day, clock).astimezone(UTC) for day in days for clock in times)
    return tuple(moment for moment in moments if begin <= moment < end)


def _weekday_matches(field: str, day: date, last: int) -> bool:
    number = day.isoweekday() % 7 + 1
    nth = re.fullmatch(r"([A-Z]{3}|[1-7])#([1-5])", field)
    if nth:
        return number == DAYS.get(nth[1], _whole(nth[1])) and (day.day - 1) // 7 + 1 == int(nth[2])
    if field != "L" and field.endswith("L"):
        return number == DAYS.get(field[:-1], _whole(field[:-1])) and day.day > last - 7
    return number in _numbers("7" if field == "L" else field, 1, 7, DAYS)


def _numbers(field: str, low: int, high: int, names: dict[str, int]) -> set[int]:
    """The numbers that a field stands for: ``*``, ``5``, ``1-5``, ``0/15``, ``MON-FRI`` and lists of them."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, dash, until = span.partition("-")
        begin = low if first == "*" else names.get(first, _whole(first))
        open_end = high if first == "*" or step else begin
        end = names.get(until, _whole(until)) if dash else open_end
        if not (low <= begin <= high and low <= end <= high) or (step and _whole(step) < 1):
            raise ValueError(field)
        wrapped = range(begin, end + 1) if begin <= end else [*range(begin, high + 1), *range(low, end + 1)]
        found.update(list(wrapped)[:: _whole(step) if step else 1])
    return found


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else -1


def _rate_seconds(expression: str) -> int:
    found = re.fullmatch(r"rate\(([1-9][0-9]*) (minute|hour|day)s?\)", expression)
    if found is None:
        raise NotKnownError(f"schedule {expression!r} cannot be read; accepted: rate(15 minutes) and its like")
    return int(found[1]) * SECONDS[found[2]]


def _at(expression: str, zone: str | None) -> datetime:
    try:
        return datetime.fromisoformat(expression[3:-1]).replace(tzinfo=_zone(zone)).astimezone(UTC)
    except ValueError:
        raise NotKnownError(f"schedule {expression!r} cannot be read; accepted: at(2026-12-24T18:00:00)") from None


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        raise NotKnownError(f"time zone {name!r} is not known") from None
