"""When a schedule fires next: pure. What its expression says is read by `domain.scheduling.cron`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.scheduling.cron import At, Cron, Rate, parse_schedule

_END: Final = datetime(2200, 1, 1, tzinfo=UTC)
"""The end of the years that a cron knows: a schedule that fires later is one that never does."""


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
        match parse_schedule(self.expression):
            case Rate(seconds):
                anchor, period = self.start or self.anchor, timedelta(seconds=seconds)
                steps = max((after - anchor) // period + 1, 0 if self.at_once else 1)
                return anchor + period * steps if period * steps < _END - anchor else None
            case At(moment):
                once = moment.replace(tzinfo=zone).astimezone(UTC)
                return once if once > after else None
            case cron:
                return next((moment for moment in _cron_moments(cron, zone, after) if moment > after), None)


def check(expression: str, timezone: str = "UTC") -> None:
    """Accepts an expression and a time zone, or not.

    Raises:
        ValueError: Says what is wrong with which part.
    """
    _zone(timezone)
    parse_schedule(expression)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"time zone {name!r} is not known; accepted: IANA names such as Asia/Tokyo") from error


def _cron_moments(cron: Cron, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Moments of the cron from the day of `after` on; a wall time that a clock change skips does not fire."""
    for day in cron.days(after.astimezone(zone).date(), _END.date()):
        for hour in cron.hours:
            for minute in cron.minutes:
                local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
                moment = local.astimezone(UTC)
                if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
                    yield moment
