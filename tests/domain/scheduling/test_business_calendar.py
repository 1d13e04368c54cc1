"""When it is business: windows, nights, holidays, overrides, and the two hours a year that clocks skip and repeat."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scheduling.business_calendar import DAYS, BusinessCalendar, Window, kept_up
from domain.scheduling.overrides import Override
from tests.domain.scheduling.calendars import ZONES, calendars, plain_business

WORKDAYS = DAYS[:5]
OFFICE = (Window(WORKDAYS, "09:00", "18:00"),)
MINUTE = timedelta(minutes=1)


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize(
    ("moment", "business"),
    [
        ("2026-11-26T08:59", False),
        ("2026-11-26T09:00", True),
        ("2026-11-26T17:59", True),
        ("2026-11-26T18:00", False),
        ("2026-11-28T12:00", False),
    ],
)
def test_business_begins_and_ends_to_the_minute(moment: str, *, business: bool) -> None:
    assert BusinessCalendar("Asia/Tokyo", OFFICE).is_business(tokyo(moment)) is business


def test_a_holiday_begins_no_window_and_lets_the_night_before_end() -> None:
    night = BusinessCalendar("Asia/Tokyo", (Window(WORKDAYS, "22:00", "06:00"),), frozenset({date(2026, 11, 26)}))
    assert night.is_business(tokyo("2026-11-26T05:59"))
    assert not night.is_business(tokyo("2026-11-26T22:00"))
    assert not night.is_business(tokyo("2026-11-27T05:59"))
    assert night.is_business(tokyo("2026-11-27T22:00"))


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    friday = BusinessCalendar("Asia/Tokyo", (Window(("fri",), "22:00", "06:00"),))
    assert friday.is_business(tokyo("2026-11-28T05:59"))
    assert not friday.is_business(tokyo("2026-11-27T05:59"))


def test_an_override_is_business_up_to_its_end() -> None:
    until = tokyo("2026-11-28T20:00")
    calendar = BusinessCalendar("Asia/Tokyo", OFFICE, keep_up=((tokyo("2026-11-28T01:00"), until),))
    assert calendar.is_business(until - MINUTE)
    assert not calendar.is_business(until)


def test_only_overrides_of_the_unit_keep_it_up_and_seconds_are_rounded_outwards() -> None:
    since = datetime(2026, 11, 26, 1, 0, 30, tzinfo=UTC)
    until = datetime(2026, 11, 26, 2, 0, 30, tzinfo=UTC)
    given_ = [Override(target, since, until, "team", "load test") for target in ("realtime", "serverless", "*")]
    edges = (datetime(2026, 11, 26, 1, tzinfo=UTC), datetime(2026, 11, 26, 2, 1, tzinfo=UTC))
    assert kept_up("realtime", given_) == (edges, edges)
    assert kept_up("predict", given_) == (edges,)


def test_a_repeated_hour_counts_twice_and_a_skipped_one_not() -> None:
    calendar = BusinessCalendar("America/New_York", (Window(("sun",), "01:00", "03:00"),))
    hours = [
        sum(calendar.business_minutes(start, start + timedelta(days=1))) / 60
        for start in (datetime(2027, 11, 7, 5, tzinfo=UTC), datetime(2027, 3, 14, 5, tzinfo=UTC))
    ]
    assert hours == [3.0, 1.0]


@given(calendars(), st.data())
def test_a_minute_is_business_as_its_wall_clock_time_says(calendar: BusinessCalendar, data: st.DataObject) -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC) + data.draw(st.integers(0, 600_000)) * MINUTE
    minutes = calendar.business_minutes(start, start + timedelta(days=2))
    for number in range(0, 2 * 1440, 7):
        moment = start + number * MINUTE
        assert bool(minutes[number]) == calendar.is_business(moment) == plain_business(calendar, moment), moment


@pytest.mark.parametrize("zone", ZONES)
def test_every_minute_around_a_change_of_clocks_is_what_the_wall_clock_says(zone: str) -> None:
    windows = (Window(DAYS, "23:30", "00:30"), Window(DAYS, "01:30", "02:30"), Window(("sun",), "02:45", "09:00"))
    calendar = BusinessCalendar(zone, windows)
    day = datetime(2027, 1, 1, tzinfo=UTC)
    while day.year == 2027:
        next_day = day + timedelta(days=1)
        if day.astimezone(calendar.zone).utcoffset() != next_day.astimezone(calendar.zone).utcoffset():
            minutes = calendar.business_minutes(day, next_day)
            assert [bool(one) for one in minutes] == [plain_business(calendar, day + n * MINUTE) for n in range(1440)]
        day = next_day


@given(calendars())
def test_transitions_are_the_minutes_at_which_the_state_changes(calendar: BusinessCalendar) -> None:
    start, end = datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 10, tzinfo=UTC)
    state, position = calendar.is_business(start - MINUTE), start
    for moment, business in calendar.transitions(start, end):
        assert business != state
        assert start <= moment < end
        assert calendar.is_business(moment) is business
        assert calendar.is_business(moment - MINUTE) is state
        assert set(calendar.business_minutes(position, moment)) <= {int(state)}
        state, position = business, moment
    assert set(calendar.business_minutes(position, end)) <= {int(state)}


def test_a_transition_exactly_at_the_start_counts() -> None:
    calendar = BusinessCalendar("UTC", OFFICE)
    start = datetime(2026, 11, 26, 9, tzinfo=UTC)
    assert calendar.transitions(start, start + MINUTE) == ((start, True),)
    assert calendar.transitions(start, start) == ()


@pytest.mark.parametrize(
    ("days", "start", "end", "says"),
    [
        ((), "09:00", "18:00", r"days = \(\) is not accepted: at least one of mon"),
        (("mon", "mon"), "09:00", "18:00", "each once"),
        (("monday",), "09:00", "18:00", "days = "),
        (("mon",), "9:00", "18:00", "start = '9:00' is not accepted"),
        (("mon",), "24:00", "18:00", "start = '24:00' is not accepted: a time of day from 00:00 to 23:59"),
        (("mon",), "09:00", "25:00", "end = '25:00' is not accepted: a time of day from 00:00 to 24:00"),
        (("mon",), "09:60", "18:00", "start = '09:60'"),
        (("mon",), "09:00", "09:00", "a window has a length"),
    ],
)
def test_an_impossible_window_is_refused_with_what_is_accepted(
    days: tuple[str, ...], start: str, end: str, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Window(days, start, end)


@pytest.mark.parametrize(
    ("windows", "says"),
    [
        ((), "at least one window"),
        (
            (Window(("mon",), "09:00", "12:00"), Window(("mon",), "11:00", "15:00")),
            "do not overlap, as these do on mon 11:00",
        ),
        ((Window(("sun",), "22:00", "06:00"), Window(("mon",), "05:59", "07:00")), "as these do on mon 05:59"),
        ((OFFICE[0], OFFICE[0]), "as these do on mon 09:00"),
        ((Window(DAYS, "00:00", "24:00"),), "windows that leave time outside business"),
        ((Window(DAYS, "06:00", "22:00"), Window(DAYS, "22:00", "06:00")), "leave time outside business"),
    ],
)
def test_windows_that_cannot_be_meant_are_refused(windows: tuple[Window, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        BusinessCalendar("Asia/Tokyo", windows)


def test_windows_that_touch_are_one() -> None:
    calendar = BusinessCalendar("UTC", (Window(("mon",), "09:00", "12:00"), Window(("mon",), "12:00", "18:00")))
    changes = calendar.transitions(datetime(2026, 11, 30, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    assert [f"{moment:%H:%M}" for moment, _ in changes] == ["09:00", "18:00"]


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone = 'Asia/Tokio'"):
        BusinessCalendar("Asia/Tokio", OFFICE)
