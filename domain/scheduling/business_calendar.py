"""Business hours: windows of the week in a time zone, holidays, and times that somebody keeps capacity up.

A minute is business when its wall-clock time lies in a window that began on that day or on the day before, or when an
override holds. So an hour that daylight saving repeats counts twice, and one that it skips does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from domain.checks import refuse
from domain.scheduling.overrides import Override
from domain.scheduling.wall_clock import (
    DAY_MINUTES,
    HOUR_MINUTES,
    MINUTE,
    ceil_minute,
    change_of_offset,
    clock_text,
    floor_minute,
    zone_named,
)

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK_MINUTES: Final = 7 * DAY_MINUTES
ONE_DAY: Final = timedelta(days=1)
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)


@dataclass(frozen=True)
class Window:
    """Business hours that begin on some days of the week.

    Attributes:
        days: Days on which it begins, of ``mon`` to ``sun``.
        start: When it begins, ``HH:MM``.
        end: When it ends, ``HH:MM`` up to ``24:00``; before the start, it ends on the next day.

    Raises:
        ValueError: A day or a time is none, no day is given, or the window has no length.
    """

    days: tuple[str, ...]
    start: str
    end: str

    def __post_init__(self) -> None:
        if not self.days or len(set(self.days)) != len(self.days) or not set(self.days) <= set(DAYS):
            refuse("days", self.days, f"at least one of {', '.join(DAYS)}, each once")
        if not _CLOCK.fullmatch(self.start) or self.start == "24:00":
            refuse("start", self.start, "a time of day from 00:00 to 23:59")
        if not _CLOCK.fullmatch(self.end):
            refuse("end", self.end, "a time of day from 00:00 to 24:00")
        if self.end == self.start:
            refuse("end", self.end, f"another time than start = {self.start}: a window has a length; 24:00 is midnight")

    def spans(self) -> Iterator[tuple[int, int, int]]:
        """Yield weekday (0 is Monday), first minute of that day, and minute after the last, counted from that day."""
        first, last = _minute(self.start), _minute(self.end)
        for day in self.days:
            yield DAYS.index(day), first, last if last > first else last + DAY_MINUTES

    def describe(self) -> str:
        """Days and times, for people."""
        return f"{', '.join(self.days)} {self.start} to {self.end}"


@dataclass(frozen=True)
class BusinessCalendar:
    """When it is business.

    Attributes:
        timezone: IANA time zone of the windows.
        windows: At least one; they do not overlap, and do not fill the week.
        holidays: Days on which no window begins.
        keep_up: Times that count as business whatever the windows say, as pairs of whole UTC minutes.

    Raises:
        ValueError: One of these does not hold.
    """

    timezone: str
    windows: tuple[Window, ...]
    holidays: frozenset[date] = frozenset()
    keep_up: tuple[tuple[datetime, datetime], ...] = ()

    def __post_init__(self) -> None:
        zone_named("timezone", self.timezone)
        if not self.windows:
            refuse("windows", self.windows, "at least one window of business hours")
        self._check_overlaps()
        if all(self.week):
            refuse("windows", "; ".join(map(Window.describe, self.windows)), "windows that leave time outside business")

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return zone_named("timezone", self.timezone)

    @cached_property
    def week(self) -> bytes:
        """One byte a minute of a week without exceptions, from Monday 00:00 on: 1 is business."""
        week = bytearray(WEEK_MINUTES)
        for window in self.windows:
            for day, first, last in window.spans():
                for minute in range(first, last):
                    week[(day * DAY_MINUTES + minute) % WEEK_MINUTES] = 1
        return bytes(week)

    @property
    def has_exceptions(self) -> bool:
        """Whether anything differs from one week to the next."""
        return bool(self.holidays or self.keep_up)

    def is_business(self, moment: datetime) -> bool:
        """Whether capacity is up at ``moment``, which has an offset."""
        local = moment.astimezone(self.zone)
        if self._day(local.date())[local.hour * HOUR_MINUTES + local.minute]:
            return True
        return any(since <= moment < until for since, until in self.keep_up)

    def business_minutes(self, start: datetime, end: datetime) -> bytes:
        """One byte for each minute from ``start`` on to before ``end``, both whole UTC minutes: 1 is business."""
        minutes = bytearray()
        moment = start
        while moment < end:
            local = moment.astimezone(self.zone)
            first = local.hour * HOUR_MINUTES + local.minute
            until = self._same_offset_until(moment, min(moment + (DAY_MINUTES - first) * MINUTE, end))
            minutes += self._day(local.date())[first : first + int((until - moment) / MINUTE)]
            moment = until
        for since, until in self.keep_up:
            low, high = (min(max(int((edge - start) / MINUTE), 0), len(minutes)) for edge in (since, until))
            minutes[low:high] = b"\1" * (high - low)
        return bytes(minutes)

    def transitions(self, start: datetime, end: datetime) -> tuple[tuple[datetime, bool], ...]:
        """Every change from ``start`` on to before ``end``: its UTC minute, and whether business begins there.

        A change exactly at ``start`` counts.
        """
        minutes = self.business_minutes(start - MINUTE, end)
        found: list[tuple[datetime, bool]] = []
        state, position = minutes[0] if minutes else 0, 0
        while (position := minutes.find(1 - state, position)) > 0:
            state = 1 - state
            found.append((start + (position - 1) * MINUTE, bool(state)))
        return tuple(found)

    def _same_offset_until(self, moment: datetime, limit: datetime) -> datetime:
        """The first minute in ``moment`` .. ``limit`` at which clocks are changed, or ``limit``; less than a day."""
        offset = moment.astimezone(self.zone).utcoffset()
        if (limit - MINUTE).astimezone(self.zone).utcoffset() == offset:
            return limit
        return change_of_offset(self.zone, moment, limit - MINUTE)

    def _day(self, day: date) -> bytes:
        """One byte a wall-clock minute of ``day``, without overrides."""
        return self._patterns[day.weekday()][day in self.holidays][day - ONE_DAY in self.holidays]

    @cached_property
    def _patterns(self) -> tuple[tuple[tuple[bytes, bytes], tuple[bytes, bytes]], ...]:
        """For each weekday: its minutes, by whether it is a holiday and whether the day before was one."""
        begun, over = [bytearray(DAY_MINUTES) for _ in DAYS], [bytearray(DAY_MINUTES) for _ in DAYS]
        for window in self.windows:
            for day, first, last in window.spans():
                begun[day][first : min(last, DAY_MINUTES)] = b"\1" * (min(last, DAY_MINUTES) - first)
                rest = max(last - DAY_MINUTES, 0)
                over[(day + 1) % len(DAYS)][:rest] = b"\1" * rest
        none = bytes(DAY_MINUTES)
        return tuple(
            ((_either(own, late), bytes(own)), (bytes(late), none)) for own, late in zip(begun, over, strict=True)
        )

    def _check_overlaps(self) -> None:
        """Two windows that overlap are a mistake in one of them: nobody means the same minute twice."""
        owner: dict[int, int] = {}
        for number, window in enumerate(self.windows):
            for day, first, last in window.spans():
                for minute in range(day * DAY_MINUTES + first, day * DAY_MINUTES + last):
                    at = minute % WEEK_MINUTES
                    other = owner.setdefault(at, number)
                    if other != number:
                        when = f"{DAYS[at // DAY_MINUTES]} {clock_text(at % DAY_MINUTES)}"
                        both = f"{self.windows[other].describe()}; {window.describe()}"
                        refuse("windows", both, f"windows that do not overlap, as these do on {when}")


def kept_up(unit: str, overrides: Iterable[Override]) -> tuple[tuple[datetime, datetime], ...]:
    """Return the times for which overrides keep ``unit`` up, as whole minutes that hold the given times."""
    covering = (override for override in overrides if override.covers(unit))
    return tuple(sorted((floor_minute(one.since), ceil_minute(one.until)) for one in covering))


def _minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * HOUR_MINUTES + int(minutes)


def _either(one: Iterable[int], other: Iterable[int]) -> bytes:
    return bytes(a | b for a, b in zip(one, other, strict=True))
