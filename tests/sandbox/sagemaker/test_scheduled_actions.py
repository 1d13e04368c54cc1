"""Scheduled actions by a clock that the test moves: when they fire, and what they do to bounds and capacity."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import AwsError
from sandbox.scaling.policies import ScalingBook
from tests.sandbox.sagemaker.scaling_fakes import Copies

REGION = "us-east-1"
TARGET = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "inference-component/digits",
    "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount",
}
DAY = {"MinCapacity": 2, "MaxCapacity": 4}
NIGHT = {"MinCapacity": 0, "MaxCapacity": 1}
THURSDAY = datetime(2026, 11, 26, tzinfo=UTC)
OPENS, CLOSES = "cron(0 9 ? * MON-FRI *)", "cron(0 18 ? * MON-FRI *)"


class Scheduled:
    """A component between 0 and 1 copies, and its scheduled actions."""

    def __init__(self, now: datetime = THURSDAY) -> None:
        self.copies, self.now = Copies(), now
        self.book = ScalingBook(self.copies, now=lambda: self.now)
        self.register(**NIGHT)

    def register(self, **members: Any) -> None:
        self.book.targets.register(REGION, {**TARGET, **members})

    def put(self, name: str, schedule: str, action: dict[str, int], **members: Any) -> None:
        request = {**TARGET, "ScheduledActionName": name, "Schedule": schedule, "ScalableTargetAction": action}
        self.book.scheduled.put(REGION, {**request, **members})

    def pass_to(self, *moment: int) -> None:
        self.now = datetime(*moment, tzinfo=UTC)  # type: ignore[misc,arg-type]
        self.book.scheduled.fire_due()

    @property
    def bounds(self) -> tuple[int, int]:
        fields = self.book.targets.listing(REGION, {})[0]
        return fields["MinCapacity"], fields["MaxCapacity"]

    @property
    def activities(self) -> list[tuple[str, str]]:
        return [(one["StatusCode"], one["Cause"]) for one in self.book.activities.listing(REGION, {})]


@pytest.fixture
def scheduled() -> Scheduled:
    return Scheduled()


def test_an_action_sets_the_bounds_and_moves_the_capacity_at_its_time_in_its_zone(scheduled: Scheduled) -> None:
    scheduled.put("open", OPENS, DAY, Timezone="Asia/Tokyo")
    scheduled.put("close", CLOSES, NIGHT, Timezone="Asia/Tokyo")

    scheduled.pass_to(2026, 11, 26, 8, 59)  # Thursday, 17:59 in Tokyo
    assert (scheduled.bounds, scheduled.copies.desired) == ((0, 1), 0)
    scheduled.pass_to(2026, 11, 26, 23, 59)
    assert scheduled.bounds == (0, 1)
    scheduled.pass_to(2026, 11, 27, 0, 0)  # Friday, 9:00
    assert (scheduled.bounds, scheduled.copies.desired) == ((2, 4), 2)
    scheduled.copies.desired = 3
    scheduled.pass_to(2026, 11, 27, 8, 59)
    assert (scheduled.bounds, scheduled.copies.desired) == ((2, 4), 3)
    scheduled.pass_to(2026, 11, 27, 9, 0)
    assert (scheduled.bounds, scheduled.copies.desired) == ((0, 1), 1)
    scheduled.pass_to(2026, 11, 29, 23, 0)  # the weekend
    assert scheduled.bounds == (0, 1)


def test_an_action_fires_once_and_never_for_what_was_before_it(scheduled: Scheduled) -> None:
    scheduled.now = datetime(2026, 11, 26, 9, 0, 30, tzinfo=UTC)
    scheduled.put("open", OPENS, DAY)

    scheduled.pass_to(2026, 11, 26, 9, 1)
    assert scheduled.bounds == (0, 1)
    scheduled.pass_to(2026, 11, 27, 9, 0)
    scheduled.register(**NIGHT)  # somebody lowers it by hand
    scheduled.pass_to(2026, 11, 27, 9, 1)
    assert scheduled.bounds == (0, 1)


def test_what_was_missed_is_made_up_for_in_the_order_of_the_moments(scheduled: Scheduled) -> None:
    scheduled.put("close", CLOSES, NIGHT)
    scheduled.put("open", OPENS, DAY)

    scheduled.pass_to(2026, 11, 28, 0, 0)  # two openings and two closings later

    assert scheduled.bounds == (0, 1)
    causes = [cause for _, cause in scheduled.activities if cause.startswith("scheduled")]
    assert causes == [f"scheduled action name {name} was triggered" for name in ("close", "open")]


def test_a_recurring_action_fires_at_its_start_and_not_from_its_end_on(scheduled: Scheduled) -> None:
    start, end = THURSDAY + timedelta(hours=12), THURSDAY + timedelta(days=1, hours=9)
    scheduled.put("open", OPENS, DAY, StartTime=start.timestamp(), EndTime=end.timestamp())

    scheduled.pass_to(2026, 11, 26, 11, 59)
    assert scheduled.bounds == (0, 1)
    scheduled.pass_to(2026, 11, 26, 12, 0)
    assert scheduled.bounds == (2, 4)
    scheduled.register(**NIGHT)
    scheduled.pass_to(2026, 12, 26, 0, 0)
    assert scheduled.bounds == (0, 1)


def test_a_changed_action_loses_its_start_and_end_as_on_aws(scheduled: Scheduled) -> None:
    start = THURSDAY + timedelta(days=30)
    scheduled.put("open", OPENS, DAY, StartTime=start.timestamp(), Timezone="Asia/Tokyo")
    scheduled.put("open", OPENS, {"MinCapacity": 1, "MaxCapacity": 1})

    kept = scheduled.book.scheduled.listing(REGION, {})[0]
    assert "StartTime" not in kept
    assert kept["Timezone"] == "Asia/Tokyo"
    scheduled.pass_to(2026, 11, 27, 0, 0)
    assert scheduled.bounds == (1, 1)


@pytest.mark.parametrize(
    ("schedule", "fires"),
    [("at(2026-11-26T06:30:00)", True), ("rate(6 hours)", True), ("at(2026-11-25T06:30:00)", False)],
)
def test_other_expressions_fire_too(scheduled: Scheduled, schedule: str, fires: bool) -> None:
    scheduled.put("once", schedule, DAY)
    scheduled.pass_to(2026, 11, 26, 5, 59)
    assert scheduled.bounds == (0, 1)
    scheduled.pass_to(2026, 11, 26, 6, 30)
    assert (scheduled.bounds == (2, 4)) is fires


def test_what_is_suspended_is_not_made_up_for(scheduled: Scheduled) -> None:
    scheduled.put("open", OPENS, DAY)
    scheduled.register(SuspendedState={"ScheduledScalingSuspended": True})
    scheduled.pass_to(2026, 11, 26, 9, 0)
    assert (scheduled.bounds, scheduled.activities) == ((0, 1), [])

    scheduled.register(SuspendedState={"ScheduledScalingSuspended": False})
    scheduled.pass_to(2026, 11, 26, 10, 0)
    assert scheduled.bounds == (0, 1)
    scheduled.pass_to(2026, 11, 27, 9, 0)
    assert scheduled.bounds == (2, 4)


def test_suspending_one_thing_leaves_the_others_as_they_were(scheduled: Scheduled) -> None:
    scheduled.register(SuspendedState={"DynamicScalingInSuspended": True})
    scheduled.register(SuspendedState={"ScheduledScalingSuspended": True})
    scheduled.register(MaxCapacity=2)

    assert scheduled.book.targets.listing(REGION, {})[0]["SuspendedState"] == {
        "DynamicScalingInSuspended": True,
        "DynamicScalingOutSuspended": False,
        "ScheduledScalingSuspended": True,
    }


def test_a_minimum_above_the_maximum_in_force_fails_and_says_so(scheduled: Scheduled) -> None:
    scheduled.put("open", OPENS, {"MinCapacity": 2})
    scheduled.pass_to(2026, 11, 26, 9, 0)
    assert scheduled.bounds == (0, 1)
    assert scheduled.activities == [("Failed", "scheduled action name open was triggered")]


def test_a_capacity_that_cannot_be_moved_now_is_moved_later(scheduled: Scheduled) -> None:
    scheduled.put("open", OPENS, DAY)
    scheduled.copies.busy = True
    scheduled.pass_to(2026, 11, 26, 9, 0)
    scheduled.book.targets.settle_all()
    assert (scheduled.bounds, scheduled.copies.desired) == ((2, 4), 0)

    scheduled.copies.busy = False
    scheduled.book.targets.settle_all()

    assert scheduled.copies.desired == 2
    assert [status for status, _ in scheduled.activities] == ["Successful", "Failed", "Successful"]


def test_new_bounds_move_the_capacity_without_a_schedule(scheduled: Scheduled) -> None:
    scheduled.register(**DAY)
    assert scheduled.copies.desired == 2
    assert scheduled.activities == [("Successful", "minimum capacity was set to 2")]


def test_an_action_can_be_run_at_once(scheduled: Scheduled) -> None:
    scheduled.put("open", OPENS, DAY)
    run = scheduled.book.scheduled.run
    assert run("close") is None
    assert run("open", "inference-component/other") is None
    assert run("open", TARGET["ResourceId"]) == [TARGET["ResourceId"]]
    assert scheduled.bounds == (2, 4)
    scheduled.register(SuspendedState={"ScheduledScalingSuspended": True})
    assert run("open") == []


def test_an_end_before_its_start_is_refused(scheduled: Scheduled) -> None:
    with pytest.raises(AwsError, match="must be after StartTime"):
        scheduled.put("open", OPENS, DAY, StartTime=2.0, EndTime=1.0)


def test_actions_go_with_their_target(scheduled: Scheduled) -> None:
    scheduled.put("open", OPENS, DAY)
    scheduled.book.deregister(REGION, TARGET)
    assert scheduled.book.scheduled.listing(REGION, {}) == []
    with pytest.raises(AwsError, match="No scalable target registered for service namespace: sagemaker"):
        scheduled.put("open", OPENS, DAY)


_BOUNDS = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(
    lambda two: {"MinCapacity": min(two), "MaxCapacity": max(two)}
)
_SCHEDULES = st.one_of(
    st.builds("cron({} {} ? * * *)".format, st.integers(0, 59), st.integers(0, 23)),
    st.builds("rate({} hours)".format, st.integers(2, 30)),
)


@given(st.lists(st.tuples(_SCHEDULES, _BOUNDS), max_size=4), st.lists(st.integers(1, 5000), max_size=8))
def test_whatever_fires_the_capacity_is_within_the_bounds_of_one_of_the_actions(
    actions: list[tuple[str, dict[str, int]]], steps_min: list[int]
) -> None:
    scheduled = Scheduled()
    for index, (schedule, bounds) in enumerate(actions):
        scheduled.put(str(index), schedule, bounds)
    known = {(bounds["MinCapacity"], bounds["MaxCapacity"]) for _, bounds in actions} | {(0, 1)}
    for minutes in steps_min:
        scheduled.now += timedelta(minutes=minutes)
        scheduled.book.scheduled.fire_due()
        low, high = scheduled.bounds
        assert (low, high) in known
        assert low <= scheduled.copies.desired <= high
