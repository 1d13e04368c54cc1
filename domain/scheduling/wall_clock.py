"""Wall-clock times of a zone as instants: the two days a year on which an hour is skipped or repeated are the point.

A time of day has one instant on most days, none in an hour that daylight saving skips, two in one that it repeats.
Source of the rules: IANA's time zone database, through ``zoneinfo``.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from domain.cost import time_zone

MINUTE: Final = timedelta(minutes=1)
HOUR_MINUTES: Final = 60
DAY_MINUTES: Final = 24 * HOUR_MINUTES


@dataclass(frozen=True)
class Occurrence:
    """What a scheduler may make of a wall-clock time on one day.

    Attributes:
        instants: Every UTC instant at which it may act.
        certain: True when there is exactly one and no doubt. In a skipped hour it may not act at all, at the end of the
            gap, or as late after it as the time lies in it; in a repeated one at the first, the second or both.
        repeated: True in a repeated hour.
    """

    instants: tuple[datetime, ...]
    certain: bool
    repeated: bool = False


def zone_named(argument: str, name: str) -> ZoneInfo:
    """Return an IANA time zone.

    Raises:
        ValueError: There is none of that name, or this machine has no time zones at all.
    """
    try:
        return time_zone(argument, name)
    except ValueError:
        if not available_timezones():
            raise ValueError(
                f"{argument} = {name!r} cannot be looked up: this machine has no time zone database; "
                "install the Python package tzdata or the system's"
            ) from None
        raise


def instants_of(zone: ZoneInfo, day: date, minute: int) -> tuple[datetime, ...]:
    """Return the UTC instants at which clocks in ``zone`` show ``minute`` of ``day``: none, one or two, in order."""
    before, after = _readings(zone, day, minute)
    if before == after:
        return (before,)
    return (before, after) if before < after else ()


def occurrence(zone: ZoneInfo, day: date, minute: int) -> Occurrence:
    """Return when a scheduler may act for ``minute`` of ``day``."""
    before, after = _readings(zone, day, minute)
    if before == after:
        return Occurrence((before,), certain=True)
    if before < after:
        return Occurrence((before, after), certain=False, repeated=True)
    return Occurrence((change_of_offset(zone, after, before), before), certain=False)


def change_of_offset(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """Return the first whole minute after ``early`` at which the offset is that of ``late``; both are UTC."""
    old = early.astimezone(zone).utcoffset()
    low, high = 0, int((late - early) / MINUTE)
    while high - low > 1:
        middle = (low + high) // 2
        if (early + middle * MINUTE).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return early + high * MINUTE


def start_of_day(zone: ZoneInfo, day: date) -> datetime:
    """Return the first UTC instant of ``day`` in ``zone``; where midnight is skipped, the end of the gap."""
    return occurrence(zone, day, 0).instants[0]


def floor_minute(moment: datetime) -> datetime:
    """Return the UTC minute that ``moment`` lies in."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def ceil_minute(moment: datetime) -> datetime:
    """Return the first whole UTC minute that is not before ``moment``."""
    floor = floor_minute(moment)
    return floor if floor == moment else floor + MINUTE


def clock_text(minute: int) -> str:
    """Return a minute of the day as people write it.

    >>> clock_text(545)
    '09:05'
    """
    return f"{minute // HOUR_MINUTES:02}:{minute % HOUR_MINUTES:02}"


def _readings(zone: ZoneInfo, day: date, minute: int) -> tuple[datetime, datetime]:
    """The time read with the offset before a change and with the one after it: equal where nothing changes."""
    shown = datetime.combine(day, time(minute // HOUR_MINUTES, minute % HOUR_MINUTES), zone)
    return shown.astimezone(UTC), shown.replace(fold=1).astimezone(UTC)
