"""How often an AWS schedule fires in a month, and when: what a price needs.

`domain.scheduling.cron` reads the expressions.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from advisor.errors import NotKnownError
from domain.scheduling.cron import At, Cron, Rate, parse_schedule

DAY: Final = timedelta(days=1)


def firings_a_month(expression: str, on: date) -> float:
    """How often it fires in a month on average of the year from ``on``; what fires once counts as a twelfth.

    Raises:
        NotKnownError: The expression cannot be read.
    """
    last = on + 364 * DAY
    match _parsed(expression):
        case Rate(seconds):
            return 365 * 86_400 / 12 / seconds
        case At(moment):
            return (on <= moment.date() <= last) / 12
        case cron:
            return sum(1 for _ in cron.days(on, last)) * len(cron.hours) * len(cron.minutes) / 12


@lru_cache(maxsize=256)
def firings(expression: str, zone: str | None, begin: datetime, end: datetime) -> tuple[datetime, ...]:
    """When it fires from ``begin`` until before ``end``, in UTC; the units of a stack share their calendar.

    Raises:
        NotKnownError: The expression or the zone cannot be read, or it fires by the minute.
    """
    where = _zone(zone)
    match _parsed(expression):
        case Rate():
            raise NotKnownError(f"{expression!r} has no fixed time; accepted here: cron(…) and at(…)")
        case At(moment):
            moments = [moment.replace(tzinfo=where).astimezone(UTC)]
        case cron:
            if len(cron.hours) * len(cron.minutes) > 48:
                raise NotKnownError(f"{expression!r} fires more than 48 times a day")
            times = [time(hour, minute, tzinfo=where) for hour in cron.hours for minute in cron.minutes]
            days = cron.days(begin.date() - DAY, end.date() + DAY)
            moments = [datetime.combine(day, clock).astimezone(UTC) for day in days for clock in times]
    return tuple(moment for moment in moments if begin <= moment < end)


def _parsed(expression: str) -> Cron | Rate | At:
    try:
        return parse_schedule(expression)
    except ValueError as error:
        raise NotKnownError(str(error)) from None


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        raise NotKnownError(f"time zone {name!r} is not known") from None
