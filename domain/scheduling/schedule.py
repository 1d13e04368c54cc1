"""The compiler of schedules: one calendar and two capacities in, the scheduled actions of one scalable target out.

Regular days are weekly crons in the calendar's time zone. A month in which a cron would act on a wrong day (a holiday,
an override) gets a cron that lists its days instead, and what no cron is certain to do (the end of an override, a
boundary in an hour that daylight saving skips or repeats) is a single action at a UTC instant. So every action sets
what the calendar says at every instant at which it may act, and each change of the calendar has an action that is
certain to act. None has a start or an end time: an action with one is also performed AT it, whatever its recurrence
says.

Sources: https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html,
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from domain.checks import refuse
from domain.cost import ScheduledScaling, check_capacity
from domain.scheduling.business_calendar import DAYS, ONE_DAY, BusinessCalendar, Window
from domain.scheduling.months import Dates, cron_dates
from domain.scheduling.wall_clock import DAY_MINUTES, MINUTE, clock_text, occurrence, start_of_day

MAX_ACTIONS: Final = 200
"""Scheduled actions of one scalable target; the quota cannot be raised (see the quotas page above)."""
HORIZON: Final = timedelta(days=731)
"""How far beyond ``valid_from`` exceptions are compiled: the proof looks a year ahead, on any day of the first year."""


@dataclass(frozen=True)
class Bounds:
    """The capacities between which target tracking may move."""

    least: int
    most: int

    def describe(self) -> str:
        """For people."""
        return f"{self.least} to {self.most}"


@dataclass(frozen=True)
class Capacity:
    """Bounds in business hours and outside them.

    Raises:
        ValueError: A number is negative, a smallest is above its largest, or more is allowed outside than kept inside.
    """

    business: Bounds
    off_hours: Bounds

    def __post_init__(self) -> None:
        check_capacity(self.business.least, self.business.most, self.off_hours.least, self.off_hours.most)

    def at(self, *, business: bool) -> Bounds:
        """The bounds of one of the two states."""
        return self.business if business else self.off_hours


@dataclass(frozen=True)
class ScheduledAction:
    """One action of Application Auto Scaling.

    Attributes:
        name: Unique among the actions of a target, and the same for the same calendar.
        schedule: ``cron(...)`` of six fields, or ``at(...)``.
        timezone: IANA zone of the expression.
        bounds: What it sets.
        why: What it is for.
    """

    name: str
    schedule: str
    timezone: str
    bounds: Bounds
    why: str


@dataclass(frozen=True)
class _Boundary:
    """A time of day at which business begins or ends on some days of an ordinary week."""

    minute: int
    business: bool
    weekdays: frozenset[int]

    @property
    def name(self) -> str:
        return f"{_word(business=self.business)}-{clock_text(self.minute).replace(':', '')}"


def compile_schedule(
    calendar: BusinessCalendar, capacity: Capacity, valid_from: date | None = None
) -> tuple[ScheduledAction, ...]:
    """Return the actions that make a target follow ``calendar``, crons first, in order of their time of day.

    Args:
        calendar: When it is business.
        capacity: What is kept then, and otherwise.
        valid_from: Day from which on exceptions are compiled, for ``HORIZON``; needed when there are any. The schedule
            begins with its month. Without it the result is one open-ended cron for each boundary of the week.

    Raises:
        ValueError: ``valid_from`` is missing, or a target cannot have so many actions.
    """
    if valid_from is None:
        if calendar.has_exceptions:
            refuse("valid_from", None, "a day such as 2026-11-01, from which on holidays and overrides are planned")
        actions = [_weekly(calendar, capacity, one) for one in _boundaries(calendar)]
    else:
        actions = list(_Compiler(calendar, capacity, valid_from).actions())
    if len(actions) > MAX_ACTIONS:
        accepted = f"at most {MAX_ACTIONS} on one target: plan fewer windows, holidays or overrides"
        refuse("scheduled actions", len(actions), accepted)
    return tuple(actions)


def calendar_of(scaling: ScheduledScaling) -> tuple[BusinessCalendar, Capacity]:
    """Return calendar and capacities of the simple form, whose window is the same on every day of the week."""
    start, end = (f"{hour:02}:00" for hour in (scaling.business_hours_start, scaling.business_hours_end))
    calendar = BusinessCalendar(scaling.timezone, (Window(DAYS, start, end),))
    business = Bounds(scaling.business_min, scaling.business_max)
    return calendar, Capacity(business, Bounds(scaling.off_hours_min, scaling.off_hours_max))


def _boundaries(calendar: BusinessCalendar) -> list[_Boundary]:
    """The changes of an ordinary week, those of the same time and kind together."""
    week = calendar.week
    days: dict[tuple[int, bool], set[int]] = {}
    for at, state in enumerate(week):
        if state != week[at - 1]:
            days.setdefault((at % DAY_MINUTES, bool(state)), set()).add(at // DAY_MINUTES)
    return [_Boundary(minute, business, frozenset(found)) for (minute, business), found in sorted(days.items())]


def _weekly(
    calendar: BusinessCalendar, capacity: Capacity, boundary: _Boundary, dates: Dates | None = None
) -> ScheduledAction:
    """The cron of a boundary: every week, or on some dates only."""
    when = dates or Dates.every_week(boundary.weekdays)
    name = "-".join(filter(None, (boundary.name, when.label)))
    minute, hour = boundary.minute % 60, boundary.minute // 60
    schedule = f"cron({minute} {hour} {when.days_of_month} {when.months} {when.days_of_week} {when.years})"
    why = f"{_phrase(business=boundary.business)} at {clock_text(boundary.minute)}{when.note}"
    return ScheduledAction(name, schedule, calendar.timezone, capacity.at(business=boundary.business), why)


class _Compiler:
    """One compilation with exceptions: the calendar as minutes, from the month of ``valid_from`` to the horizon."""

    def __init__(self, calendar: BusinessCalendar, capacity: Capacity, valid_from: date) -> None:
        self.calendar, self.capacity = calendar, capacity
        self.first = valid_from.replace(day=1)
        self.last = (valid_from + HORIZON).replace(day=1) - ONE_DAY
        self.valid_from = start_of_day(calendar.zone, valid_from)
        # A day more on both sides: a boundary in a repeated hour may act on the UTC day before or after.
        self.origin = start_of_day(calendar.zone, self.first) - ONE_DAY
        self.end = start_of_day(calendar.zone, self.last + ONE_DAY)
        self.states = calendar.business_minutes(self.origin, self.end + 2 * ONE_DAY)

    def actions(self) -> Iterator[ScheduledAction]:
        """Crons, then what they leave to single actions."""
        certain: set[datetime] = set()
        for boundary in _boundaries(self.calendar):
            dates = [day for day in _days(self.first, self.last) if day.weekday() in boundary.weekdays]
            wrong = {day for day in dates if not self._fits(boundary, day)}
            certain.update(self._certain(boundary, [day for day in dates if day not in wrong]))
            for each in cron_dates(boundary.weekdays, dates, wrong):
                yield _weekly(self.calendar, self.capacity, boundary, each)
        for moment, business in self._changes():
            if moment not in certain:
                yield self._once(moment, business=business)

    def _changes(self) -> Sequence[tuple[datetime, bool]]:
        """Every change of the calendar, and the state at the beginning when an override made it before."""
        changes = self.calendar.transitions(self.valid_from, self.end)
        starts_kept_up = any(since < self.valid_from < until for since, until in self.calendar.keep_up)
        return [(self.valid_from, True), *changes] if starts_kept_up else changes

    def _fits(self, boundary: _Boundary, day: date) -> bool:
        """Whether the calendar is in the boundary's state at every instant at which its cron may act on ``day``."""
        found = occurrence(self.calendar.zone, day, boundary.minute).instants
        return all(bool(self.states[int((moment - self.origin) / MINUTE)]) is boundary.business for moment in found)

    def _certain(self, boundary: _Boundary, days: Sequence[date]) -> Iterator[datetime]:
        for day in days:
            found = occurrence(self.calendar.zone, day, boundary.minute)
            if found.certain:
                yield found.instants[0]

    def _once(self, moment: datetime, *, business: bool) -> ScheduledAction:
        stamp = moment.astimezone(UTC)
        local = moment.astimezone(self.calendar.zone)
        return ScheduledAction(
            name=f"{_word(business=business)}-once-{stamp:%Y%m%d-%H%M}z",
            schedule=f"at({stamp:%Y-%m-%dT%H:%M:%S})",
            timezone="UTC",
            bounds=self.capacity.at(business=business),
            why=f"{_phrase(business=business)} at {local:%Y-%m-%d %H:%M} {local:%Z}, an exception",
        )


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _word(*, business: bool) -> str:
    return "business" if business else "off-hours"


def _phrase(*, business: bool) -> str:
    return "business begins" if business else "business ends"
