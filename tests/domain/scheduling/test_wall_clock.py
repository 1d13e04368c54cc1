"""Wall-clock times as instants, on the days on which clocks are changed and on others."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scheduling import wall_clock
from domain.scheduling.wall_clock import (
    DAY_MINUTES,
    ceil_minute,
    change_of_offset,
    floor_minute,
    instants_of,
    occurrence,
    start_of_day,
    zone_named,
)
from tests.domain.scheduling.calendars import ZONES

NEW_YORK, SPRING, AUTUMN = ZoneInfo("America/New_York"), date(2027, 3, 14), date(2027, 11, 7)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_ordinary_time_has_one_instant() -> None:
    found = occurrence(NEW_YORK, date(2026, 12, 1), 9 * 60)
    assert found == wall_clock.Occurrence((utc("2026-12-01T14:00"),), certain=True)


def test_a_skipped_time_has_no_instant_and_may_act_at_the_end_of_the_gap_or_after_it() -> None:
    assert instants_of(NEW_YORK, SPRING, 2 * 60 + 30) == ()
    found = occurrence(NEW_YORK, SPRING, 2 * 60 + 30)
    assert found.instants == (utc("2027-03-14T07:00"), utc("2027-03-14T07:30"))
    assert (found.certain, found.repeated) == (False, False)


def test_a_repeated_time_has_two_instants() -> None:
    both = (utc("2027-11-07T05:30"), utc("2027-11-07T06:30"))
    assert instants_of(NEW_YORK, AUTUMN, 60 + 30) == both
    found = occurrence(NEW_YORK, AUTUMN, 60 + 30)
    assert (found.instants, found.certain, found.repeated) == (both, False, True)


def test_half_an_hour_is_repeated_on_lord_howe() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    assert [len(instants_of(zone, date(2027, 4, 4), minute)) for minute in (89, 90, 119, 120)] == [1, 2, 2, 1]


def test_a_day_whose_midnight_is_skipped_starts_at_the_end_of_the_gap() -> None:
    assert start_of_day(ZoneInfo("America/Havana"), date(2027, 3, 14)) == utc("2027-03-14T05:00")


def test_the_change_of_offset_is_found_to_the_minute() -> None:
    assert change_of_offset(NEW_YORK, utc("2027-03-13T12:00"), utc("2027-03-14T12:00")) == utc("2027-03-14T07:00")


@given(st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, DAY_MINUTES - 1))
def test_clocks_show_the_time_at_exactly_its_instants(name: str, day: date, minute: int) -> None:
    zone = ZoneInfo(name)
    around = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
    every = (around + timedelta(minutes=number) for number in range(minute % 15, 55 * 60, 15))
    shown = tuple(
        at for at in every if (local := at.astimezone(zone)).date() == day and local.hour * 60 + local.minute == minute
    )
    assert instants_of(zone, day, minute) == shown


def test_a_moment_is_rounded_to_minutes_outwards() -> None:
    moment = datetime.fromisoformat("2026-11-27T20:00:01+09:00")
    assert (floor_minute(moment), ceil_minute(moment)) == (utc("2026-11-27T11:00"), utc("2026-11-27T11:01"))
    assert ceil_minute(utc("2026-11-27T11:00")) == utc("2026-11-27T11:00")


@pytest.mark.parametrize("name", ["Asia/Tokio", "", "../etc/passwd", "JST-9JDT"])
def test_an_unknown_zone_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=r"timezone = .* is not accepted"):
        zone_named("timezone", name)


def test_a_machine_without_zones_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> ZoneInfo:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr("domain.cost.ZoneInfo", none)
    monkeypatch.setattr(wall_clock, "available_timezones", set)
    with pytest.raises(ValueError, match="no time zone database; install the Python package tzdata"):
        zone_named("timezone", "Asia/Tokyo")
