"""Scheduled actions of one target: their bounds, and whether two of them act at one minute."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.capacity.schedules import CapacitySchedule, meetings, outside

FIRST = date(2026, 11, 26)
TOKYO, BERLIN, UTC_ZONE = "Asia/Tokyo", "Europe/Berlin", "UTC"


def at(name: str, schedule: str, timezone: str = TOKYO, least: int = 1, most: int = 4) -> CapacitySchedule:
    return CapacitySchedule(name, schedule, timezone, least, most)


def daily(name: str, hour: int, minute: int = 0, timezone: str = TOKYO) -> CapacitySchedule:
    return at(name, f"cron({minute} {hour} ? * * *)", timezone)


def test_actions_at_different_times_do_not_meet() -> None:
    assert meetings([daily("up", 9), daily("down", 18)], FIRST) == []
    assert meetings([], FIRST) == []
    assert meetings([daily("alone", 9)], FIRST) == []


def test_two_zones_may_say_the_same_minute() -> None:
    (found,) = meetings([daily("tokyo", 9), daily("utc", 0, timezone=UTC_ZONE)], FIRST)
    assert found.names == ("tokyo", "utc")
    assert found.at == datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
    assert found.describe() == "tokyo and utc both act at 2026-11-26T00:00Z; which comes last is not defined"


def test_a_meeting_that_only_summer_time_makes_is_found() -> None:
    """01:30 in Berlin is 23:30 UTC in summer and 00:30 in winter."""
    (found,) = meetings([daily("berlin", 1, 30, BERLIN), daily("utc", 23, 30, UTC_ZONE)], FIRST)
    assert found.at.month in {3, 4}


def test_a_time_that_is_repeated_counts_at_both() -> None:
    """On 2027-10-31 it is 02:30 in Berlin twice, at 00:30 and at 01:30 UTC."""
    once = at("once", "at(2027-10-31T01:30:00)", UTC_ZONE)
    assert meetings([at("night", "cron(30 2 31 10 ? 2027)", BERLIN), once], date(2027, 10, 1))


def test_a_year_is_looked_at_and_what_never_comes_is_no_meeting() -> None:
    rare = at("leap", "cron(0 9 29 2 ? 2028)")
    assert meetings([rare, daily("up", 9)], FIRST) == []
    assert meetings([rare, daily("up", 9)], date(2027, 6, 1))


@given(st.lists(st.tuples(st.integers(0, 23), st.sampled_from([0, 30])), min_size=2, max_size=6, unique=True))
def test_different_minutes_of_one_zone_without_summer_time_never_meet(times: list[tuple[int, int]]) -> None:
    assert meetings([daily(f"a{hour}-{minute}", hour, minute) for hour, minute in times], FIRST) == []


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_bounds_fit_when_they_are_within_the_targets(low: int, size: int, least: int, most: int) -> None:
    action = at("a", "cron(0 9 ? * * *)", least=low, most=low + size)
    assert (outside(action, least, most) is None) == (least <= low and low + size <= most)


def test_what_does_not_fit_is_told_with_all_four_values() -> None:
    found = outside(at("night", "cron(0 9 ? * * *)", least=3, most=9), 1, 4)
    assert found == "night sets min 3 and max 9, and its target goes from 1 to 4"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"least": 3, "most": 2}, "min = 3 is not accepted: at most max = 2"),
        ({"timezone": "Tokyo"}, "timezone = 'Tokyo'"),
        ({"timezone": ""}, "timezone = ''"),
        ({"schedule": "rate(5 minutes)"}, "when a rate fires depends on when it was deployed"),
        ({"schedule": "cron(* 9 ? * * *)"}, "at most 24 firings a day"),
        ({"schedule": "cron(0 9 * * * *)"}, "exactly one of day-of-month and day-of-week"),
        ({"schedule": "0 9 * * *"}, "schedule = "),
        ({"least": -1}, "min = -1"),
        ({"most": True}, "max = True"),
        ({"name": ""}, "name = ''"),
    ],
)
def test_a_schedule_that_is_none_is_refused(change: dict[str, object], text: str) -> None:
    given_ = {"name": "a", "schedule": "cron(0 9 ? * * *)", "timezone": TOKYO, "least": 1, "most": 2, **change}
    with pytest.raises(ValueError, match=text.replace("(", r"\(")):
        CapacitySchedule(**given_)  # type: ignore[arg-type]
