"""Scheduled scaling of a stack: from its settings to the actions that are registered, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from components.base import PlatformComponent
from components.cost_control.schedules import ScheduledCapacity, ScheduledCapacityArgs
from components.inference.realtime import RealtimeEndpoint, RealtimeEndpointArgs
from components.settings import CostSettings, RealtimeSettings
from components.settings.schedule_plan import SchedulePlan, plan_schedules
from tests.components.support.harness import RecordedStack, program

pytestmark = pytest.mark.xdist_group("pulumi_aws")

TODAY = date(2026, 11, 26)
ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"
CAPACITY = {"business_min": 2, "business_max": 6, "off_hours_min": 1, "off_hours_max": 1}
FRIDAY = {
    "target": "realtime",
    "since": "2026-12-04T18:00:00+09:00",
    "until": "2026-12-04T20:00:00+09:00",
    "by": "ml-platform",
    "why": "release",
}
ICS = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\nSUMMARY:New Year\nEND:VEVENT\nEND:VCALENDAR\n"


def cost(overrides: tuple[dict[str, str], ...] = (), **schedules: Any) -> CostSettings:
    given = {"enabled": True, "realtime": CAPACITY, **schedules}
    return CostSettings.model_validate({"schedules": given, "overrides": overrides}, strict=False)


def plan(settings: CostSettings, root: Path = Path(), today: date = TODAY) -> SchedulePlan:
    return plan_schedules(settings, root, today)


def deployed(settings: CostSettings) -> RecordedStack:
    def build() -> PlatformComponent:
        args = RealtimeEndpointArgs(settings=RealtimeSettings(), model_name="m", key_arn="arn:k")
        targets = {"realtime": RealtimeEndpoint("endpoint", args).target}
        return ScheduledCapacity("hours", ScheduledCapacityArgs(plan=plan(settings), targets=targets))

    return program(build)


def test_each_action_moves_both_bounds_of_its_unit_in_its_zone() -> None:
    stack = deployed(cost())
    target = stack.only("aws:appautoscaling/target:Target").inputs
    actions = {one.name: one for one in stack.all(ACTION)}
    assert sorted(actions) == ["hours-realtime-business-0900", "hours-realtime-off-hours-1800"]
    assert actions["hours-realtime-business-0900"].inputs == {
        "serviceNamespace": "sagemaker",
        "scalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "resourceId": target["resourceId"],
        "schedule": "cron(0 9 ? * MON-FRI *)",
        "timezone": "Asia/Tokyo",
        "scalableTargetAction": {"minCapacity": 2, "maxCapacity": 6},
    }
    assert actions["hours-realtime-off-hours-1800"].inputs["scalableTargetAction"] == {
        "minCapacity": 1,
        "maxCapacity": 1,
    }


def test_the_actions_of_a_target_are_made_one_after_the_other() -> None:
    actions = deployed(cost((FRIDAY,), valid_from="2026-12-01")).all(ACTION)
    urns = {one.urn for one in actions}
    waits_for = sorted(len(one.dependencies & urns) for one in actions)
    assert waits_for == [0, 1, 1, 1]
    assert len({frozenset(one.dependencies & urns) for one in actions}) == len(actions), "a chain, no fan"


def test_the_component_registers_nothing_but_actions_and_tells_their_names() -> None:
    stack = deployed(cost((FRIDAY,), valid_from="2026-12-01"))
    component = stack.only(ScheduledCapacity.token)
    below = [one.type for one in stack.resources if one.parent == component.urn]
    assert below == [ACTION] * 4
    names = stack.outputs[component.urn]["action_names"]["realtime"]
    assert names == [
        "business-0900",
        "off-hours-1800-2026-12",
        "off-hours-1800-2027-2199",
        "off-hours-once-20261204-1100z",
    ]


def test_a_unit_without_a_target_is_refused_before_anything_is_registered() -> None:
    with pytest.raises(ValueError, match="targets has nothing for realtime; accepted: a scalable target for each unit"):
        ScheduledCapacityArgs(plan=plan(cost()), targets={})


def test_holidays_are_those_of_the_file_and_of_the_list(tmp_path: Path) -> None:
    (tmp_path / "holidays.ics").write_text(ICS)
    settings = cost(holidays_file="holidays.ics", holidays=("2026-12-31", "2026-01-02"), valid_from="2026-12-01")
    found = plan(settings, tmp_path)
    assert found.holidays == {date(2026, 12, 31): "named in the settings", date(2027, 1, 1): "New Year"}
    assert found.units["realtime"].calendar.holidays == set(found.holidays)


def test_an_override_of_one_unit_leaves_the_others_alone() -> None:
    found = plan(cost((FRIDAY,), valid_from="2026-12-01", predict=CAPACITY))
    assert {unit: len(one.actions) for unit, one in found.units.items()} == {"realtime": 4, "predict": 2}


def test_the_plan_is_proved_from_today_or_from_the_first_planned_day() -> None:
    assert plan(cost()).first == TODAY
    assert plan(cost(valid_from="2026-12-01")).first == date(2026, 12, 1)
    assert plan(cost(valid_from="2026-11-01")).first == TODAY
    assert plan(cost()).units["realtime"].proof.minutes == 366 * 1440


def test_without_a_unit_the_plan_is_empty() -> None:
    assert not plan(CostSettings()).units


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"timezone": "Asia/Tokio"}, "timezone = 'Asia/Tokio' is not accepted"),
        ({"windows": [{"start": "09:00", "end": "09:00"}]}, "cost.schedules, realtime: end = '09:00' is not accepted"),
        ({"windows": []}, "windows = .* at least one window"),
        ({"windows": [{}, {"start": "17:00", "end": "19:00"}]}, "do not overlap, as these do on mon 17:00"),
        ({"windows": [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": "00:00", "end": "24:00"}]},
         "leave time outside business"),
        ({"holidays": ["2026-02-30"]}, r"schedules.holidays\[0\] = '2026-02-30' is not accepted: a day that exists"),
        ({"holidays": ["2026-12-31"]}, "valid_from = None is not accepted: a day such as"),
        ({"valid_from": "2026-13-01"}, "cost.schedules.valid_from = '2026-13-01' is not accepted"),
        ({"holidays_file": "none.ics"}, "cost.schedules.holidays_file: none.ics could not be read"),
        ({"timezone": "America/New_York", "windows": [{"days": ["sat"], "start": "22:00", "end": "01:45"}]},
         "the scheduled actions do not follow the calendar at 2027-11-07T06:00Z: .*set cost.schedules.valid_from"),
        ({"realtime": {**CAPACITY, "off_hours_max": 3}}, "off_hours_max = 3 is not accepted: at most business_min = 2"),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_refused_with_its_setting(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        plan(cost(**given))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"until": "2026-12-04T18:00:00+09:00"}, r"overrides\[0\].until = .* is not accepted: after since"),
        ({"until": "2027-01-05T18:00:00+09:00"}, "at most 31 days later"),
    ],
)
def test_an_override_that_cannot_be_meant_is_refused(change: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        plan(cost(({**FRIDAY, **change},), valid_from="2026-12-01"))


def test_a_plan_that_is_too_old_says_what_to_move() -> None:
    settings = cost(
        timezone="America/New_York",
        windows=[{"days": ["sat"], "start": "22:00", "end": "01:45"}],
        valid_from="2026-11-01",
    )
    with pytest.raises(ValueError, match=r"move cost.schedules.valid_from = 2026-11-01 on to this month"):
        plan(settings, today=date(2028, 11, 1))
