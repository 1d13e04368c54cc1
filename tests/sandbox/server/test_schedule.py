"""When schedules fire: cases and laws. What an expression says is in tests/domain/scheduling/test_cron.py."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.events.schedule import Timing, check

ANCHOR = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda found: found.replace(tzinfo=UTC))  # noqa: DTZ001


def following(expression: str, after: str, timezone: str = "UTC") -> str | None:
    moment = datetime.fromisoformat(after).replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)
    found = Timing(expression, ANCHOR, timezone).next_fire(moment)
    return None if found is None else found.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        ("cron(15 10 * * ? *)", "2026-03-01 10:15", "2026-03-02 10:15"),
        ("cron(0 18 ? * MON-FRI *)", "2026-03-06 18:00", "2026-03-09 18:00"),
        ("cron(0 8 1 * ? *)", "2026-03-01 08:00", "2026-04-01 08:00"),
        ("cron(0/15 * * * ? *)", "2026-03-01 10:16", "2026-03-01 10:30"),
        ("cron(0 9 15W * ? *)", "2026-08-01 00:00", "2026-08-14 09:00"),
        ("cron(0 9 ? * L *)", "2026-03-07 09:00", "2026-03-14 09:00"),
        ("cron(0 22-1 * * ? *)", "2026-03-01 22:30", "2026-03-01 23:00"),
        ("cron(0 9 1 1 ? 2199)", "2026-01-01 00:00", "2199-01-01 09:00"),
        ("cron(0 9 30 2 ? *)", "2026-01-01 00:00", None),
        ("cron(0 9 * * ? 2025)", "2026-01-01 00:00", None),
        ("at(2026-05-01T08:00:00)", "2026-04-30 00:00", "2026-05-01 08:00"),
        ("at(2026-05-01T08:00:00)", "2026-05-01 08:00", None),
        ("rate(5 minutes)", "2026-01-01 12:04", "2026-01-01 12:05"),
        ("rate(1 hour)", "2026-01-01 12:00", "2026-01-01 13:00"),
        ("rate(2 days)", "2026-01-01 11:59", "2026-01-01 12:00"),
        ("rate(999999999 days)", "2026-01-01 12:00", None),
    ],
)
def test_cases(expression: str, after: str, expected: str | None) -> None:
    assert following(expression, after) == expected


def test_time_zones_and_the_hour_that_does_not_exist() -> None:
    assert following("cron(0 8 * * ? *)", "2026-03-01 07:00", "Asia/Tokyo") == "2026-03-01 08:00"
    # Clocks in New York go from 02:00 to 03:00 on 8 March 2026.
    assert following("cron(30 2 * * ? *)", "2026-03-07 03:00", "America/New_York") == "2026-03-09 02:30"


def test_start_and_end_bound_it() -> None:
    start, end = ANCHOR + timedelta(days=1), ANCHOR + timedelta(days=2)
    timing = Timing("rate(1 day)", ANCHOR, start=start, end=end)

    assert timing.next_fire(ANCHOR) == start
    assert timing.next_fire(start) is None


def test_a_rule_waits_one_period_and_a_schedule_does_not() -> None:
    before = ANCHOR - timedelta(seconds=1)

    assert Timing("rate(1 hour)", ANCHOR).next_fire(before) == ANCHOR
    assert Timing("rate(1 hour)", ANCHOR, at_once=False).next_fire(before) == ANCHOR + timedelta(hours=1)


@given(
    st.sampled_from(["rate(7 minutes)", "cron(*/10 3-5 ? * TUE *)", "cron(0 0 L * ? *)", "cron(5 4 3W * ? *)"]),
    st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]),
    MOMENTS,
    MOMENTS,
)
def test_it_is_later_than_asked_and_never_goes_back(expression: str, zone: str, one: datetime, two: datetime) -> None:
    timing = Timing(expression, ANCHOR, zone)
    earlier, later = sorted([one, two])
    first, second = timing.next_fire(earlier), timing.next_fire(later)

    assert first is not None
    assert second is not None
    assert first > earlier
    assert first <= second
    if first > later:
        assert first == second


@pytest.mark.parametrize(
    "expression", ["some cron", "cron(0 24 * * ? *)", "rate(0 minutes)", "at(2026-13-01T00:00:00)"]
)
def test_what_is_no_schedule_is_refused_when_it_is_made(expression: str) -> None:
    with pytest.raises(ValueError, match="is not accepted"):
        check(expression)


def test_an_unknown_time_zone_is_named() -> None:
    with pytest.raises(ValueError, match="'Asia/Tokio' is not known"):
        check("rate(1 day)", "Asia/Tokio")
