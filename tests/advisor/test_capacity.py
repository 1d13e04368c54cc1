from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from advisor.costing.capacity import YEAR, Bounds, added, steady, timeline_of
from advisor.costing.context import Context
from advisor.errors import NotKnownError
from advisor.spread import Spread
from advisor.stack.resources import Resource
from advisor.usage.profile import Usage
from domain.scheduling.business_calendar import BusinessCalendar, Window
from domain.scheduling.schedule import Bounds as PlannedBounds
from domain.scheduling.schedule import Capacity, compile_schedule
from tests.advisor.stack_files import INSTANCES, TARGET, UNKNOWN_TEXT, action, resources, state, target

ON = date(2026, 11, 26)
RESOURCE = "endpoint/e/variant/primary"
LOWEST, HIGHEST = Spread(0, 0, 0), Spread(1, 1, 1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def context(*found: Resource) -> Context:
    return Context(found, Usage(), ON)


def office_hours() -> list[dict[str, object]]:
    return [
        action("begin", RESOURCE, INSTANCES, "cron(0 9 ? * MON-FRI *)", (4, 8)),
        action("end", RESOURCE, INSTANCES, "cron(0 18 ? * MON-FRI *)", (1, 2)),
    ]


def test_a_target_without_actions_keeps_its_bounds_all_year() -> None:
    (one,) = resources(target(RESOURCE, 2, 6, INSTANCES))
    found = timeline_of(one, context(one))
    assert found.average(LOWEST).expected == 2
    assert found.average(HIGHEST).expected == 6
    assert found.average(Spread(0, 0.25, 1)) == Spread(2, 3, 6)


def test_office_hours_are_45_of_168_hours_of_a_week() -> None:
    found = resources(target(RESOURCE, 1, 2, INSTANCES), *office_hours())
    low = timeline_of(found[0], context(*found)).average(LOWEST).expected
    high = timeline_of(found[0], context(*found)).average(HIGHEST).expected
    assert low == pytest.approx(1 + 3 * 45 / 168, rel=0.005)  # 365 days are no whole number of weeks
    assert high == pytest.approx(2 + 6 * 45 / 168, rel=0.005)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Australia/Lord_Howe"])
def test_what_the_compiler_of_schedules_writes_is_read_as_its_calendar_says(zone: str) -> None:
    windows = (Window(WEEKDAYS, "09:00", "12:30"), Window(("mon", "sat"), "22:00", "03:00"))
    holidays = frozenset({date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 1)})
    calendar = BusinessCalendar(zone, windows, holidays)
    capacity = Capacity(PlannedBounds(3, 5), PlannedBounds(1, 1))
    actions = compile_schedule(calendar, capacity, date(2026, 10, 1))
    states = [
        action(one.name, RESOURCE, INSTANCES, one.schedule, (one.bounds.least, one.bounds.most), timezone=one.timezone)
        for one in actions
    ]
    found = resources(target(RESOURCE, 1, 1, INSTANCES), *states)
    begin = datetime(2026, 11, 26, tzinfo=UTC)
    minutes = calendar.business_minutes(begin, begin + YEAR)
    share = sum(minutes) / len(minutes)
    timeline = timeline_of(found[0], context(*found))
    assert timeline.average(LOWEST).expected == pytest.approx(1 + 2 * share, rel=1e-9)
    assert timeline.average(HIGHEST).expected == pytest.approx(1 + 4 * share, rel=1e-9)


def test_an_action_fires_at_its_start_and_not_after_its_end() -> None:
    half = datetime(2026, 11, 26, tzinfo=UTC) + YEAR / 2
    one = action("once", RESOURCE, INSTANCES, "cron(0 0 1 1 ? 2000)", (3, 3), startTime=half.isoformat())
    found = resources(target(RESOURCE, 1, 3, INSTANCES), one)
    assert timeline_of(found[0], context(*found)).average(LOWEST).expected == pytest.approx(2)
    ended = action("ended", RESOURCE, INSTANCES, "cron(0 9 * * ? *)", (3, 3), endTime="2026-01-01T00:00:00Z")
    found = resources(target(RESOURCE, 1, 3, INSTANCES), ended)
    assert timeline_of(found[0], context(*found)).average(LOWEST).expected == 1


def test_actions_of_another_target_or_dimension_do_not_count() -> None:
    found = resources(
        target(RESOURCE, 1, 2, INSTANCES),
        action("other", "endpoint/f/variant/primary", INSTANCES, "cron(0 9 * * ? *)", (9, 9)),
        action("dimension", RESOURCE, "sagemaker:variant:DesiredProvisionedConcurrency", "cron(0 9 * * ? *)", (9, 9)),
    )
    assert timeline_of(found[0], context(*found)).average(HIGHEST).expected == 2


def test_an_action_whose_resource_is_not_known_yet_is_found_by_where_it_comes_from() -> None:
    one = state(
        TARGET,
        "capacity",
        {"resourceId": UNKNOWN_TEXT, "scalableDimension": INSTANCES, "minCapacity": 1, "maxCapacity": 1},
    )
    two = action("up", UNKNOWN_TEXT, INSTANCES, "cron(0 9 * * ? *)", (5, 5))
    two["propertyDependencies"] = {"resourceId": [one["urn"]]}
    found = resources(one, two)
    assert timeline_of(found[0], context(*found)).average(LOWEST).expected == pytest.approx(5, rel=0.01)


@pytest.mark.parametrize(
    "bad",
    [
        action("zone", RESOURCE, INSTANCES, "cron(0 9 * * ? *)", (1, 2), timezone="Mars/Olympus"),
        action("cron", RESOURCE, INSTANCES, "cron(0 9)", (1, 2)),
        action("start", RESOURCE, INSTANCES, "cron(0 9 * * ? *)", (1, 2), startTime="soon"),
        action("order", RESOURCE, INSTANCES, "cron(0 9 * * ? *)", (5, 2)),
        action("unknown", RESOURCE, INSTANCES, UNKNOWN_TEXT, (1, 2)),
    ],
)
def test_an_action_that_cannot_be_read_leaves_the_capacity_unknown(bad: dict[str, object]) -> None:
    found = resources(target(RESOURCE, 1, 2, INSTANCES), bad)
    with pytest.raises(NotKnownError):
        timeline_of(found[0], context(*found))


def test_several_capacities_are_added_at_each_moment() -> None:
    found = resources(target(RESOURCE, 1, 2, INSTANCES), *office_hours())
    one = timeline_of(found[0], context(*found))
    both = added([one, steady(Bounds(10, 20), ON), one])
    assert both.average(LOWEST).expected == pytest.approx(10 + 2 * one.average(LOWEST).expected)
    assert both.average(HIGHEST).expected == pytest.approx(20 + 2 * one.average(HIGHEST).expected)
    assert both.changes[-1][0] - both.changes[0][0] < timedelta(days=365)
