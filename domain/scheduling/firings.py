"""When a scheduled action acts, read from its expression alone: this side of the proof knows nothing of the compiler.

What AWS does in an hour that daylight saving skips or repeats is not documented, so every way of doing it is a reading,
and a proof holds under all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import product
from typing import Final
from zoneinfo import ZoneInfo

from domain.checks import refuse
from domain.scheduling.cron import At, Cron, parse_schedule
from domain.scheduling.wall_clock import HOUR_MINUTES, Occurrence, occurrence, zone_named

_ONE_DAY: Final = timedelta(days=1)
_ACCEPTED: Final = "cron(…) with one minute and one hour, or at(yyyy-mm-ddThh:mm:ss)"


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


def occurrences(schedule: str, timezone: str, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield when an expression acts, for every local day that touches ``start`` to ``end``, and perhaps the next ones.

    Args:
        schedule: A cron that acts once on each of its days, or a single time.
        timezone: IANA zone of the expression.
        start: First instant, with an offset.
        end: Last instant.

    Raises:
        ValueError: The expression is none, or is another kind; it names the field.
    """
    zone = zone_named("timezone", timezone)
    match parse_schedule(schedule):
        case At(moment):
            yield _single(schedule, moment, zone)
        case Cron(minutes=(minute,), hours=(hour,)) as cron:
            first, last = start.astimezone(zone).date() - _ONE_DAY, end.astimezone(zone).date() + _ONE_DAY
            for day in cron.days(first, last):
                yield occurrence(zone, day, hour * HOUR_MINUTES + minute)
        case _:
            refuse("schedule", schedule, _ACCEPTED)


def _single(schedule: str, moment: datetime, zone: ZoneInfo) -> Occurrence:
    if moment.second:
        refuse("schedule", schedule, f"{_ACCEPTED}, at a whole minute")
    if zone.key == "UTC":
        return Occurrence((moment.replace(tzinfo=UTC),), certain=True)
    return occurrence(zone, moment.date(), moment.hour * HOUR_MINUTES + moment.minute)
