"""Random calendars, and the plainest possible reading of what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from domain.scheduling.business_calendar import DAYS, BusinessCalendar, Window

ZONES = (
    "Asia/Tokyo",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",  # clocks are changed by 30 minutes
    "America/Sao_Paulo",
    "Asia/Kathmandu",  # UTC+05:45
    "Pacific/Apia",
    "Africa/Casablanca",  # clocks go back for Ramadan
    "America/Havana",  # midnight is skipped
    "Pacific/Chatham",  # UTC+12:45, changed at 02:45
    "UTC",
)
EDGES = (
    "00:00",
    "00:30",
    "01:00",
    "01:29",
    "01:30",
    "02:00",
    "02:15",
    "02:30",
    "03:00",
    "09:00",
    "12:00",
    "18:00",
    "22:00",
)
"""Times of day, most of them in or beside the hours in which clocks are changed."""


def plain_business(calendar: BusinessCalendar, moment: datetime) -> bool:
    """What the calendar's documentation says, minute by minute, without arrays."""
    if any(since <= moment < until for since, until in calendar.keep_up):
        return True
    local = moment.astimezone(ZoneInfo(calendar.timezone))
    clock = f"{local:%H:%M}"
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    for window in calendar.windows:
        overnight = window.end < window.start
        if (
            begins(window.days, today, calendar.holidays)
            and window.start <= clock
            and (overnight or clock < window.end)
        ):
            return True
        if overnight and begins(window.days, yesterday, calendar.holidays) and clock < window.end:
            return True
    return False


def begins(days: Iterable[str], day: date, holidays: Iterable[date]) -> bool:
    return DAYS[day.weekday()] in days and day not in holidays


@st.composite
def calendars(draw: st.DrawFn, *, exceptions: bool = True) -> BusinessCalendar:
    """Windows that do not overlap: the day is cut at a few times, and pieces of it are given to some days."""
    cuts = sorted(draw(st.sets(st.sampled_from(EDGES), min_size=2, max_size=5)))
    pieces = [*pairwise(cuts), (cuts[-1], cuts[0])]
    chosen = draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=len(pieces) - 1, unique=True))
    windows = tuple(
        Window(tuple(sorted(draw(st.sets(st.sampled_from(DAYS), min_size=1)), key=DAYS.index)), *piece)
        for piece in chosen
    )
    holidays = draw(st.sets(st.dates(date(2026, 11, 1), date(2028, 2, 1)), max_size=12)) if exceptions else ()
    keep_up = draw(st.lists(kept(), max_size=3)) if exceptions else ()
    return BusinessCalendar(draw(st.sampled_from(ZONES)), windows, frozenset(holidays), tuple(keep_up))


@st.composite
def kept(draw: st.DrawFn) -> tuple[datetime, datetime]:
    """An override of up to 31 days."""
    since = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 500_000)))
    return since, since + timedelta(minutes=draw(st.integers(1, 31 * 1440)))
