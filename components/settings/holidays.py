"""Holidays from an iCalendar file: every day that one of its events touches, recurring ones included.

Format: https://www.rfc-editor.org/rfc/rfc5545. The library reads the file, dateutil expands the rules; what neither
says loudly is said here: an event that could not be read whole is an error, never a day of business too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

ONE_DAY: Final = timedelta(days=1)
LONGEST: Final = timedelta(days=62)
"""A longer event is taken for a mistake in its end: it would keep capacity down for months."""
FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_USED: Final = (None, "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "STATUS", "RECURRENCE-ID")
"""Properties in which an error matters; ``None`` is a line that is no property at all."""
_ACCEPTED: Final = "one VCALENDAR with a VEVENT for each holiday, as calendars export it (RFC 5545)"


@dataclass(frozen=True)
class Period:
    """The days for which holidays are wanted, and whose days they are.

    Attributes:
        first: First day.
        last: Last day.
        zone: Zone in which an event that has times is a day.
    """

    first: date
    last: date
    zone: ZoneInfo


def holidays_in_file(root: Path, path: str, period: Period) -> dict[date, str]:
    """Read the file at ``path``, which is relative to ``root`` and inside it.

    Raises:
        ValueError: There is no such file, or it cannot be read; names the file and the line or the event.
    """
    file = (root / path).resolve()
    if not file.is_relative_to(root.resolve()):
        raise ValueError(f"{path} lies outside of the project; accepted: a file in the repository")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ValueError(f"{path} could not be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 at byte {error.start}; accepted: {_ACCEPTED}") from None
    return holidays_in(text, path, period)


def holidays_in(text: str, source: str, period: Period) -> dict[date, str]:
    """Return each holiday of the period and its name, in order.

    Args:
        text: The file.
        source: Its name, for messages.
        period: The days that are wanted.

    Raises:
        ValueError: Names the file, the line or the event, and what is accepted.
    """
    events = _events(text, source)
    moved = {
        (str(one.get("UID")), _day(one["RECURRENCE-ID"].dt, period.zone)) for one in events if "RECURRENCE-ID" in one
    }
    found: dict[date, str] = {}
    for number, event in enumerate(events, 1):
        name = str(event.get("SUMMARY", "holiday"))
        where = f"{source}, event {number} ({name})"
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        for day in _days(event, where, period):
            original = "RECURRENCE-ID" in event or (str(event.get("UID")), day) not in moved
            if original and period.first <= day <= period.last:
                found.setdefault(day, name)
    return dict(sorted(found.items()))


def _events(text: str, source: str) -> list[Any]:
    """Every event, read whole."""
    import icalendar  # only stacks with a file of holidays pay for it

    try:
        calendar: Any = icalendar.Calendar.from_ical(text)
    except ValueError as error:
        raise ValueError(
            f"{source}{_line(text, str(error))} is not accepted: {error}; accepted: {_ACCEPTED}"
        ) from error
    events = list(calendar.walk("VEVENT")) if calendar.name == "VCALENDAR" else []
    if not events:
        raise ValueError(f"{source} has no event; accepted: {_ACCEPTED}")
    for number, event in enumerate(events, 1):
        where = f"{source}, event {number} ({event.get('SUMMARY', 'without SUMMARY')})"
        for name, problem in event.errors:
            if name in _USED:
                raise ValueError(f"{where}: {name or 'a line'} is not accepted: {problem}")
        if "DTSTART" not in event:
            raise ValueError(f"{where}: DTSTART is missing; accepted: the day, such as DTSTART;VALUE=DATE:20270101")
    return events


def _line(text: str, problem: str) -> str:
    """Where the library's message points, if it quotes the line."""
    quoted = re.search(r"'(.+?)'", problem)
    lines = (number for number, line in enumerate(text.splitlines(), 1) if quoted and quoted[1] in line)
    number = next(lines, None)
    return "" if number is None else f", line {number},"


def _days(event: Any, where: str, period: Period) -> Iterator[date]:
    """Every day that an event touches, near the period."""
    start = _wall(event["DTSTART"].dt, period.zone)
    length = _length(event, start, where, period.zone)
    for begin in _begins(event, start, length, where, period):
        day, last = begin.date(), max(begin, begin + length - timedelta(microseconds=1)).date()
        while day <= last:
            yield day
            day += ONE_DAY


def _length(event: Any, start: datetime, where: str, zone: ZoneInfo) -> timedelta:
    """How long an event lasts; a day without an end is a whole one."""
    if "DTEND" in event:
        length = _wall(event["DTEND"].dt, zone) - start
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        length = timedelta(0)
    if not timedelta(0) <= length <= LONGEST:
        raise ValueError(f"{where}: it ends {length} after its start; accepted: an end 0 to {LONGEST.days} days later")
    return length


def _begins(event: Any, start: datetime, length: timedelta, where: str, period: Period) -> Iterable[datetime]:
    """When an event and its repetitions begin."""
    from dateutil.rrule import rrule, rruleset, rrulestr

    begins = rruleset()
    rules = _listed(event.get("RRULE"))
    if not rules:
        begins.rdate(start)
    try:
        for rule in rules:
            expanded = rrulestr(_rule(rule, where, period.zone), dtstart=start)
            if isinstance(expanded, rrule):
                begins.rrule(expanded)
    except ValueError as error:
        raise ValueError(f"{where}: RRULE is not accepted: {error}") from error
    for moment in _moments(event, "RDATE", where):
        begins.rdate(_wall(moment, period.zone))
    excluded = {_wall(moment, period.zone).date() for moment in _moments(event, "EXDATE", where)}
    first = datetime.combine(period.first, time.min) - length - ONE_DAY
    last = datetime.combine(period.last, time.max)
    return (begin for begin in begins.between(first, last, inc=True) if begin.date() not in excluded)


def _rule(rule: Any, where: str, zone: ZoneInfo) -> str:
    """A rule for times without a zone, which is how days are counted here."""
    frequency = str(rule.get("FREQ", [""])[0])
    if frequency not in FREQUENCIES:
        raise ValueError(f"{where}: RRULE repeats {frequency}; accepted: {', '.join(FREQUENCIES)}")
    copy = type(rule)(rule)
    if "UNTIL" in copy:
        copy["UNTIL"] = [_wall(copy["UNTIL"][0], zone)]
    return str(copy.to_ical().decode())


def _moments(event: Any, name: str, where: str) -> Iterator[Any]:
    """The moments of RDATE or EXDATE."""
    for listed in _listed(event.get(name)):
        for one in listed.dts:
            if isinstance(one.dt, tuple):
                raise ValueError(f"{where}: {name} has a period; accepted: days")  # noqa: TRY004 - the file is wrong
            yield one.dt


def _listed(value: Any) -> list[Any]:
    """The library gives one value or a list of them."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _wall(moment: date | datetime, zone: ZoneInfo) -> datetime:
    """A moment as clocks in ``zone`` show it; a time with a zone of its own keeps that zone's clock."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.min)
    in_zone = moment.astimezone(zone) if moment.tzinfo is UTC or str(moment.tzinfo) == "UTC" else moment
    return in_zone.replace(tzinfo=None)


def _day(moment: date | datetime, zone: ZoneInfo) -> date:
    return _wall(moment, zone).date()
