"""Scheduled actions of one scalable target: whether their bounds fit it, and whether two of them act at one time.

Two actions at one minute: AWS does not say which of them comes last, so the capacity after it is a matter of luck.
https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.checks import refuse, text, whole_number
from domain.scheduling.cron import At, Rate, parse_schedule
from domain.scheduling.wall_clock import HOUR_MINUTES, occurrence, zone_named

HORIZON_DAYS: Final = 400
"""A year, and what February and the clocks' changes may shift."""
MOST_A_DAY: Final = 24
"""An action that fires more often moves capacity faster than capacity comes up."""


@dataclass(frozen=True)
class CapacitySchedule:
    """From a time on, other bounds.

    Attributes:
        name: Name of the action.
        schedule: ``cron(…)`` of six fields, or ``at(…)``.
        timezone: IANA time zone of the schedule.
        least: Smallest capacity from then on.
        most: Largest capacity from then on.

    Raises:
        ValueError: A schedule or zone that is none, a rate, more than 24 firings a day, or bounds in the wrong order.
    """

    name: str
    schedule: str
    timezone: str
    least: int
    most: int

    def __post_init__(self) -> None:
        text("name", self.name)
        zone_named("timezone", self.timezone)
        found = parse_schedule(self.schedule)
        if isinstance(found, Rate):
            refuse("schedule", self.schedule, "cron(…) or at(…): when a rate fires depends on when it was deployed")
        if not isinstance(found, At) and len(found.minutes) * len(found.hours) > MOST_A_DAY:
            refuse("schedule", self.schedule, f"at most {MOST_A_DAY} firings a day")
        whole_number("min", self.least, 0)
        whole_number("max", self.most, 0)
        if self.least > self.most:
            refuse("min", self.least, f"at most max = {self.most}")


@dataclass(frozen=True)
class Meeting:
    """Two or more actions of a target at one time.

    Attributes:
        names: The actions, in order of their names.
        at: The first time, in UTC.
    """

    names: tuple[str, ...]
    at: datetime

    def describe(self) -> str:
        """For people."""
        return f"{' and '.join(self.names)} both act at {self.at:%Y-%m-%dT%H:%M}Z; which comes last is not defined"


def outside(action: CapacitySchedule, least: int, most: int) -> str | None:
    """Why an action's bounds do not fit those of its target, or nothing."""
    if least <= action.least and action.most <= most:
        return None
    given = f"min {action.least} and max {action.most}"
    return f"{action.name} sets {given}, and its target goes from {least} to {most}"


def meetings(actions: Sequence[CapacitySchedule], first: date) -> list[Meeting]:
    """The first time of each group of actions that act at one minute, in the 400 days from a day on.

    In an hour that daylight saving skips or repeats, an action counts at every time at which it may act.
    """
    acting: dict[datetime, list[str]] = defaultdict(list)
    for action in actions:
        for moment in set(_moments(action, first)):
            acting[moment].append(action.name)
    found: dict[tuple[str, ...], datetime] = {}
    for moment in sorted(moment for moment, names in acting.items() if len(names) > 1):
        found.setdefault(tuple(sorted(acting[moment])), moment)
    return [Meeting(names, moment) for names, moment in found.items()]


def _moments(action: CapacitySchedule, first: date) -> Iterator[datetime]:
    zone = zone_named("timezone", action.timezone)
    schedule = parse_schedule(action.schedule)
    if isinstance(schedule, At):
        moment = schedule.moment
        yield from occurrence(zone, moment.date(), moment.hour * HOUR_MINUTES + moment.minute).instants
    elif not isinstance(schedule, Rate):
        for day in schedule.days(first, first + timedelta(days=HORIZON_DAYS)):
            for hour in schedule.hours:
                for minute in schedule.minutes:
                    yield from occurrence(zone, day, hour * HOUR_MINUTES + minute).instants
