"""The compiler: the fewest actions that follow the calendar, stable names, no action that AWS would refuse."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from guardrails.aws import schedules
from hypothesis import given
from hypothesis import strategies as st

from domain.cost import ScheduledScaling
from domain.scheduling.business_calendar import DAYS, BusinessCalendar, Window
from domain.scheduling.proof import prove
from domain.scheduling.schedule import MAX_ACTIONS, Bounds, Capacity, calendar_of, compile_schedule
from tests.domain.scheduling.calendars import calendars

WORKDAYS = DAYS[:5]
OFFICE = (Window(WORKDAYS, "09:00", "18:00"),)
CAPACITY = Capacity(Bounds(2, 6), Bounds(1, 1))
FROM = date(2026, 12, 1)
FRIDAY_EVENING = (datetime(2026, 12, 4, 8, tzinfo=UTC), datetime(2026, 12, 4, 20, tzinfo=UTC))
NAME = re.compile(r"(?!((^[ ]+.*)|(.*([\u0000-\u001f]|[\u007f-\u009f]|[:/|])+.*)|(.*[ ]+$))).+")
"""Pattern of ``ScheduledActionName`` in botocore's service model; at most 256 characters."""


def schedules_of(calendar: BusinessCalendar, valid_from: date | None = FROM) -> dict[str, str]:
    return {one.name: one.schedule for one in compile_schedule(calendar, CAPACITY, valid_from)}


@pytest.mark.parametrize("valid_from", [None, FROM, date(2027, 6, 15)])
def test_an_ordinary_week_is_two_open_ended_crons(valid_from: date | None) -> None:
    actions = compile_schedule(BusinessCalendar("Asia/Tokyo", OFFICE), CAPACITY, valid_from)
    assert [(one.name, one.schedule, one.timezone, one.bounds) for one in actions] == [
        ("business-0900", "cron(0 9 ? * MON-FRI *)", "Asia/Tokyo", Bounds(2, 6)),
        ("off-hours-1800", "cron(0 18 ? * MON-FRI *)", "Asia/Tokyo", Bounds(1, 1)),
    ]


def test_a_holiday_costs_actions_for_its_month_and_none_for_the_end_of_business() -> None:
    assert schedules_of(BusinessCalendar("Asia/Tokyo", OFFICE, frozenset({date(2027, 2, 11)}))) == {
        "business-0900-2027-02": "cron(0 9 1-5,8-10,12,15-19,22-26 2 ? 2027)",
        "business-0900-2026_2028-2199": "cron(0 9 ? * MON-FRI 2026,2028-2199)",
        "business-0900-2027-m1_3-12": "cron(0 9 ? 1,3-12 MON-FRI 2027)",
        "off-hours-1800": "cron(0 18 ? * MON-FRI *)",
    }


def test_holidays_of_one_month_share_one_action() -> None:
    golden_week = frozenset({date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 5)})
    one, three = (
        schedules_of(BusinessCalendar("Asia/Tokyo", OFFICE, days))
        for days in (frozenset({date(2027, 5, 3)}), golden_week)
    )
    assert len(one) == len(three) == 4
    assert three["business-0900-2027-05"] == "cron(0 9 6,7,10-14,17-21,24-28,31 5 ? 2027)"


def test_a_holiday_on_a_day_without_business_changes_nothing() -> None:
    assert len(schedules_of(BusinessCalendar("Asia/Tokyo", OFFICE, frozenset({date(2027, 2, 13)})))) == 2


def test_a_month_of_holidays_has_no_action() -> None:
    august = frozenset(date(2027, 8, day) for day in range(1, 32))
    assert not [name for name in schedules_of(BusinessCalendar("Asia/Tokyo", OFFICE, august)) if "2027-08" in name]


def test_an_override_keeps_the_evening_up_and_ends_by_a_single_action_in_utc() -> None:
    found = schedules_of(BusinessCalendar("Asia/Tokyo", OFFICE, keep_up=(FRIDAY_EVENING,)))
    assert found == {
        "business-0900": "cron(0 9 ? * MON-FRI *)",
        "off-hours-1800-2026-12": "cron(0 18 1-3,7-11,14-18,21-25,28-31 12 ? 2026)",
        "off-hours-1800-2027-2199": "cron(0 18 ? * MON-FRI 2027-2199)",
        "off-hours-once-20261204-2000z": "at(2026-12-04T20:00:00)",
    }


def test_an_override_that_has_expired_before_the_plan_begins_has_no_effect() -> None:
    past = (datetime(2026, 10, 2, 8, tzinfo=UTC), datetime(2026, 10, 2, 20, tzinfo=UTC))
    assert len(schedules_of(BusinessCalendar("Asia/Tokyo", OFFICE, keep_up=(past,)))) == 2


def test_an_override_that_runs_when_the_plan_begins_is_set_then() -> None:
    running = (datetime(2026, 11, 27, 0, tzinfo=UTC), datetime(2026, 12, 5, 0, tzinfo=UTC))
    found = schedules_of(BusinessCalendar("Asia/Tokyo", OFFICE, keep_up=(running,)))
    assert found["business-once-20261130-1500z"] == "at(2026-11-30T15:00:00)"


def test_a_boundary_that_clocks_repeat_gets_single_actions_and_stays_in_its_cron() -> None:
    calendar = BusinessCalendar("America/New_York", (Window(("sun",), "01:30", "05:00"),))
    found = schedules_of(calendar)
    assert found["business-0130"] == "cron(30 1 ? * SUN *)"
    once = [name for name in found if "-once-202711" in name]
    assert once == ["business-once-20271107-0530z", "off-hours-once-20271107-0600z", "business-once-20271107-0630z"]


@pytest.mark.parametrize(
    "calendar",
    [
        BusinessCalendar("Asia/Tokyo", OFFICE, frozenset({date(2027, 1, 1)})),
        BusinessCalendar("Asia/Tokyo", OFFICE, keep_up=(FRIDAY_EVENING,)),
    ],
)
def test_exceptions_need_the_day_from_which_they_are_planned(calendar: BusinessCalendar) -> None:
    with pytest.raises(ValueError, match="valid_from = None is not accepted: a day such as 2026-11-01"):
        compile_schedule(calendar, CAPACITY)


def test_more_actions_than_a_target_can_have_are_refused() -> None:
    start = datetime(2026, 12, 5, 15, tzinfo=UTC)
    weekends = tuple((start + timedelta(days=7 * n, hours=h), start + timedelta(days=7 * n, hours=h, minutes=30))
                     for n in range(60) for h in (1, 3))  # fmt: skip
    with pytest.raises(
        ValueError, match=rf"scheduled actions = 242 is not accepted: at most {MAX_ACTIONS} on one target"
    ):
        compile_schedule(BusinessCalendar("Asia/Tokyo", OFFICE, keep_up=weekends), CAPACITY, FROM)


@given(calendars(), st.dates(date(2026, 11, 1), date(2027, 2, 28)))
def test_every_action_is_one_that_aws_takes_under_a_name_of_its_own(calendar: BusinessCalendar, day: date) -> None:
    actions = compile_schedule(calendar, CAPACITY, day)
    names = [one.name for one in actions]
    assert len(set(names)) == len(names)
    assert all(NAME.fullmatch(name) and len(name) <= 200 for name in names)
    assert not [problem for one in actions if (problem := schedules.wrong(one.schedule, schedules.AUTOSCALING))]
    assert compile_schedule(calendar, CAPACITY, day) == actions


@given(calendars(exceptions=False), st.dates(date(2026, 11, 1), date(2028, 2, 28)))
def test_without_exceptions_and_changes_of_clocks_the_plan_is_the_same_from_any_day(
    calendar: BusinessCalendar, day: date
) -> None:
    steady = BusinessCalendar("Asia/Tokyo", calendar.windows)
    assert compile_schedule(steady, CAPACITY, day) == compile_schedule(steady, CAPACITY)


hours = st.integers(0, 23)


@given(hours, hours, st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_the_simple_form_exists_only_when_hours_and_capacities_are_in_order_and_then_its_plan_holds(
    start: int, end: int, bounds: list[int]
) -> None:
    """Properties 5 and 6 of the brief on shipped code: start < end, off-hours max <= business min."""
    in_order = start < end and bounds[0] <= bounds[1] and bounds[2] <= bounds[3] <= bounds[0]
    if not in_order:
        with pytest.raises(ValueError, match="is not accepted"):
            ScheduledScaling(start, end, *bounds)
        return
    calendar, capacity = calendar_of(ScheduledScaling(start, end, *bounds))
    actions = compile_schedule(calendar, capacity)
    assert [one.schedule for one in actions] == [f"cron(0 {start} ? * MON-SUN *)", f"cron(0 {end} ? * MON-SUN *)"]
    assert prove(actions, calendar, capacity, datetime(2026, 11, 26, tzinfo=UTC)).holds
    assert capacity.off_hours.most <= capacity.business.least


@pytest.mark.parametrize(
    ("business", "off_hours"),
    [(Bounds(1, 2), Bounds(0, 2)), (Bounds(3, 2), Bounds(1, 1)), (Bounds(2, 2), Bounds(-1, 1))],
)
def test_capacities_out_of_order_are_refused(business: Bounds, off_hours: Bounds) -> None:
    with pytest.raises(ValueError, match="is not accepted"):
        Capacity(business, off_hours)
