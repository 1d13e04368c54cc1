"""The proof: it holds for what the compiler writes, in every zone, and finds what is wrong with anything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scheduling.business_calendar import DAYS, BusinessCalendar, Window
from domain.scheduling.firings import READINGS, occurrences
from domain.scheduling.proof import prove
from domain.scheduling.schedule import Bounds, Capacity, ScheduledAction, compile_schedule
from domain.scheduling.wall_clock import start_of_day
from tests.domain.scheduling.calendars import ZONES, calendars, plain_business

WORKDAYS = DAYS[:5]
CAPACITY = Capacity(Bounds(2, 6), Bounds(0, 1))
FROM = date(2026, 12, 1)
START = datetime(2026, 12, 1, tzinfo=UTC)
OFFICE = BusinessCalendar("Asia/Tokyo", (Window(WORKDAYS, "09:00", "18:00"),))
STRADDLING = (("01:30", "02:30"), ("00:30", "01:30"), ("02:30", "09:00"), ("22:00", "02:15"), ("02:00", "03:00"))


@given(calendars(), st.dates(date(2026, 11, 1), date(2027, 6, 30)), st.integers(0, 300))
def test_what_the_compiler_writes_holds_for_a_year_from_any_day_of_the_first(
    calendar: BusinessCalendar, day: date, later: int
) -> None:
    actions = compile_schedule(calendar, CAPACITY, day)
    proof = prove(actions, calendar, CAPACITY, start_of_day(calendar.zone, day))
    assert proof.holds, proof.counterexample
    assert proof.minutes == 366 * 1440
    start = start_of_day(calendar.zone, day + timedelta(days=later))
    proof = prove(actions, calendar, CAPACITY, start)
    assert proof.holds, proof.counterexample


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hours", STRADDLING)
@pytest.mark.parametrize("days", [DAYS, ("sun",), ("sat",)])
def test_windows_across_a_change_of_clocks_hold_under_every_reading(
    zone: str, hours: tuple[str, str], days: tuple[str, ...]
) -> None:
    calendar = BusinessCalendar(zone, (Window(days, *hours),), frozenset({date(2027, 3, 28), date(2027, 11, 7)}))
    proof = prove(compile_schedule(calendar, CAPACITY, FROM), calendar, CAPACITY, START)
    assert proof.holds, proof.counterexample


@settings(max_examples=15)
@given(calendars(), st.sampled_from(READINGS), st.data())
def test_a_minute_by_minute_run_of_the_actions_agrees(
    calendar: BusinessCalendar, reading: object, data: st.DataObject
) -> None:
    """The proof paints stretches; this walks through five days of minutes and asks the plain calendar."""
    actions = compile_schedule(calendar, CAPACITY, FROM)
    start = START + timedelta(days=data.draw(st.integers(0, 340)))
    end = start + timedelta(days=5)
    acts = {
        moment: one.bounds
        for one in actions
        for found in occurrences(one.schedule, one.timezone, start, end)
        for moment in reading.instants(found)  # type: ignore[attr-defined]
    }
    state, moment = None, start
    while moment < end:
        state = acts.get(moment, state)
        if state is not None:
            assert state == CAPACITY.at(business=plain_business(calendar, moment)), moment
        moment += timedelta(minutes=1)


def test_without_changes_of_clocks_there_is_one_reading() -> None:
    assert prove(compile_schedule(OFFICE, CAPACITY), OFFICE, CAPACITY, START).readings == 1
    london = BusinessCalendar("Europe/London", (Window(DAYS, "01:15", "05:00"),))
    proof = prove(compile_schedule(london, CAPACITY, FROM), london, CAPACITY, START)
    assert (proof.holds, proof.readings) == (True, 9)


def test_the_first_action_is_told() -> None:
    proof = prove(compile_schedule(OFFICE, CAPACITY), OFFICE, CAPACITY, datetime(2026, 11, 27, 10, tzinfo=UTC))
    assert proof.first_action == datetime(2026, 11, 30, 0, tzinfo=UTC)


SATURDAY = ScheduledAction("extra", "at(2027-07-03T05:00:00)", "UTC", CAPACITY.business, "a mistake")


def broken(**change: object) -> tuple[ScheduledAction, ...]:
    """The office's plan with its second action changed."""
    first, second = compile_schedule(OFFICE, CAPACITY)
    return first, replace(second, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("actions", "says"),
    [
        (broken(schedule="cron(1 18 ? * MON-FRI *)"), "2026-12-01T09:00Z: capacity is 2 to 6 by business-0900, the"),
        (broken(schedule="cron(0 18 ? * MON-THU *)"), "2026-12-04T09:00Z"),
        (broken(timezone="UTC"), "2026-12-01T09:00Z"),
        (broken(bounds=Bounds(0, 2)), "2026-12-01T09:00Z: capacity is 0 to 2 by off-hours-1800"),
        (broken(schedule="cron(0 9 ? * MON-FRI *)"), "business-0900 acts in the same minute, in no certain order"),
        (broken()[1:], "2026-12-01T00:00Z: capacity is unknown, the calendar says 2 to 6: no action has acted"),
        ((), "2026-12-01T00:00Z: capacity is unknown"),
        ((*broken(), SATURDAY), "2027-07-03T05:00Z: capacity is 2 to 6 by extra, the calendar says 0 to 1"),
    ],
)
def test_the_first_minute_that_is_wrong_is_told(actions: tuple[ScheduledAction, ...], says: str) -> None:
    proof = prove(actions, OFFICE, CAPACITY, START - timedelta(hours=1))
    assert not proof.holds
    assert proof.counterexample is not None
    assert says in proof.counterexample.describe()


def test_a_cron_that_a_change_of_clocks_breaks_is_found_with_its_reading() -> None:
    night = BusinessCalendar("America/New_York", (Window(("sat",), "22:00", "01:45"),))
    proof = prove(compile_schedule(night, CAPACITY), night, CAPACITY, START)
    assert proof.counterexample is not None
    assert proof.counterexample.moment == datetime(2027, 11, 7, 6, tzinfo=UTC)
    assert "a repeated one performed the first time" in proof.counterexample.describe()


@pytest.mark.parametrize(
    ("schedule", "says"),
    [
        ("rate(1 hour)", "is not accepted: cron"),
        ("cron(0,30 9 ? * MON *)", "one minute and one hour"),
        ("cron(0 * ? * MON *)", "one minute and one hour"),
        ("cron(0/5 9 ? * MON *)", "one minute and one hour"),
        ("cron(0 24 ? * MON *)", "hours of .* 0 to 23"),
        ("at(2026-12-01T00:00:30)", "at a whole minute"),
        ("at(2026-12-01T00:00:00Z)", "without an offset"),
    ],
)
def test_an_expression_that_does_not_act_once_a_day_is_refused_not_misread(schedule: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        list(occurrences(schedule, "UTC", START, START + timedelta(days=1)))


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        ("cron(0 9 ? * 2-6 *)", [1, 2, 3, 4, 7, 8, 9, 10, 11]),
        ("cron(0 9 31-1 * ? *)", [1]),
        ("cron(0 9 LW * ? *)", []),
        ("cron(0 9 9/2 12 ? 2026)", [9, 11]),
    ],
)
def test_what_the_compiler_never_writes_is_read_as_aws_reads_it(schedule: str, days: list[int]) -> None:
    found = occurrences(schedule, "UTC", START + timedelta(days=1), START + timedelta(days=9))
    assert [one.instants for one in found] == [(START.replace(day=day, hour=9),) for day in days]


def test_a_single_time_in_a_zone_is_read_in_that_zone() -> None:
    found = list(occurrences("at(2026-12-01T09:00:00)", "Asia/Tokyo", START, START))
    assert found[0].instants == (START,)
