"""When a schedule fires next: pure.

Expressions: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html (`rate`, `cron`, `at`) and
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html (`rate`, `cron`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)")
_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
_CRON = re.compile(r"cron\(([^)]*)\)")
_UNITS: Final = {"minute": 60, "hour": 3600, "day": 86400}
_MONTHS: Final = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
# In these expressions Sunday is 1 and Saturday 7.
_DAYS: Final = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), 1)}
_SEARCHED_YEARS: Final = 9


@dataclass(frozen=True, slots=True)
class _Cron:
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    months: frozenset[int]
    years: frozenset[int]
    day_fits: Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Timing:
    """A checked schedule.

    Attributes:
        expression: As it was given.
        timezone: IANA name; `rate` ignores it.
        start: Not before this moment, or None.
        end: Not at or after this moment, or None.
        anchor: When a `rate` schedule began, unless `start` says so.
        at_once: Whether a `rate` schedule fires at its anchor too (Scheduler does, rules of EventBridge do not).
    """

    expression: str
    anchor: datetime
    timezone: str = "UTC"
    start: datetime | None = None
    end: datetime | None = None
    at_once: bool = True

    def next_fire(self, after: datetime) -> datetime | None:
        """The first moment later than `after` (UTC) at which the schedule fires, or None when it never does again.

        Raises:
            ValueError: The expression or the time zone is not accepted.
        """
        floor = after if self.start is None else max(after, self.start - timedelta(microseconds=1))
        found = self._unbounded(floor)
        return None if found is None or (self.end is not None and found >= self.end) else found

    def _unbounded(self, after: datetime) -> datetime | None:
        zone = _zone(self.timezone)
        seconds = rate_seconds(self.expression)
        if seconds is not None:
            anchor = self.start or self.anchor
            steps = max((after - anchor) // timedelta(seconds=seconds) + 1, 0 if self.at_once else 1)
            return anchor + timedelta(seconds=seconds) * steps
        once = _AT.fullmatch(self.expression)
        if once:
            moment = datetime.fromisoformat(once[1]).replace(tzinfo=zone).astimezone(UTC)
            return moment if moment > after else None
        return next((moment for moment in _cron_moments(_cron(self.expression), zone, after) if moment > after), None)


def check(expression: str, timezone: str = "UTC") -> None:
    """Accepts an expression and a time zone, or not.

    Raises:
        ValueError: Says what is wrong with which part.
    """
    _zone(timezone)
    if rate_seconds(expression) is None and not _AT.fullmatch(expression):
        _cron(expression)


def rate_seconds(expression: str) -> int | None:
    """Seconds between two firings of a `rate` expression; None for another kind.

    Raises:
        ValueError: A rate of 0, or a unit whose plural does not fit its number.
    """
    match = _RATE.fullmatch(expression)
    if match is None:
        return None
    number = int(match[1])
    if number < 1:
        raise ValueError(f"{expression}: the rate is {number}; accepted: 1 or more")
    return number * _UNITS[match[2]]


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"time zone {name!r} is not known; accepted: IANA names such as Asia/Tokyo") from error


@lru_cache(maxsize=256)
def _cron(expression: str) -> _Cron:
    match = _CRON.fullmatch(expression)
    if match is None:
        raise ValueError(f"{expression!r} is no schedule; accepted: rate(5 minutes), cron(0 8 ? * MON-FRI *), at(…)")
    fields = match[1].split()
    if len(fields) != 6:
        raise ValueError(
            f"{expression}: {len(fields)} fields; accepted: minutes hours day-of-month month day-of-week year"
        )
    minutes, hours, month_days, months, week_days, years = fields
    if (month_days == "?") == (week_days == "?"):
        raise ValueError(f"{expression}: exactly one of day-of-month and day-of-week must be ?")
    day_fits = _month_day(month_days) if week_days == "?" else _week_day(week_days)
    return _Cron(
        tuple(sorted(_numbers(minutes, 0, 59))),
        tuple(sorted(_numbers(hours, 0, 23))),
        frozenset(_numbers(months, 1, 12, _MONTHS)),
        frozenset(_numbers(years, 1970, 2199)),
        day_fits,
    )


def _numbers(field: str, low: int, high: int, names: dict[str, int] | None = None) -> set[int]:
    """`*`, `3`, `1-5`, `*/15`, `2/4` and lists of them."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        start = low if first in ("*", "?") else _number(first, low, high, names)
        open_ended = high if first in ("*", "?") or step else start
        stop = _number(last, low, high, names) if dash else open_ended
        wrapped = range(start, stop + 1) if start <= stop else [*range(start, high + 1), *range(low, stop + 1)]
        found.update(list(wrapped)[:: _number(step, 1, high, None) if step else 1])
    return found


def _number(text: str, low: int, high: int, names: dict[str, int] | None) -> int:
    value = (names or {}).get(text.upper())
    if value is None:
        if not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"{text!r} in a cron field; accepted: {low} to {high}")
        value = int(text)
    return value


def _last_of_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _month_day(field: str) -> Callable[[date], bool]:
    if field == "L":
        return lambda day: day.day == _last_of_month(day)
    if field.endswith("W"):
        wanted = _number(field[:-1], 1, 31, None)
        return lambda day: day.day == _nearest_weekday(day, wanted)
    numbers = frozenset(_numbers(field, 1, 31))
    return lambda day: day.day in numbers


def _nearest_weekday(day: date, wanted: int) -> int:
    target = day.replace(day=min(wanted, _last_of_month(day)))
    shift = {5: -1, 6: 1}.get(target.weekday(), 0)
    moved = target + timedelta(days=shift)
    if moved.month != day.month:
        moved = target - timedelta(days=2 * shift)
    return moved.day


def _week_day(field: str) -> Callable[[date], bool]:
    if field.endswith("L"):
        wanted = 7 if field == "L" else _number(field[:-1], 1, 7, _DAYS)
        return lambda day: _number_of(day) == wanted and day.day > _last_of_month(day) - 7
    if "#" in field:
        name, _, ordinal = field.partition("#")
        wanted, nth = _number(name, 1, 7, _DAYS), _number(ordinal, 1, 5, None)
        return lambda day: _number_of(day) == wanted and (day.day - 1) // 7 + 1 == nth
    numbers = frozenset(_numbers(field, 1, 7, _DAYS))
    return lambda day: _number_of(day) in numbers


def _number_of(day: date) -> int:
    return day.isoweekday() % 7 + 1


def _cron_moments(cron: _Cron, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Moments of the cron from the day of `after` on; a wall time that a clock change skips does not fire."""
    day = after.astimezone(zone).date()
    last = date(min(day.year + _SEARCHED_YEARS, 2199), 12, 31)
    while day <= last:
        if day.year in cron.years and day.month in cron.months and cron.day_fits(day):
            for hour in cron.hours:
                for minute in cron.minutes:
                    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
                    moment = local.astimezone(UTC)
                    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
                        yield moment
        day += timedelta(days=1)
