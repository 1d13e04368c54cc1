"""From the settings of the schedules to what each unit gets: calendar, capacity, scheduled actions and their proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from components.settings.cost import BusinessCapacitySettings, CostSettings, ScheduleSettings
from components.settings.holidays import Period, holidays_in_file
from domain.checks import refuse
from domain.scheduling.business_calendar import BusinessCalendar, Window, kept_up
from domain.scheduling.overrides import Override, parse_overrides
from domain.scheduling.proof import Proof, prove
from domain.scheduling.schedule import HORIZON, Bounds, Capacity, ScheduledAction, compile_schedule
from domain.scheduling.wall_clock import start_of_day, zone_named

BASE = "cost.schedules"


@dataclass(frozen=True)
class UnitPlan:
    """What one unit follows.

    Attributes:
        unit: ``realtime``, ``serverless``, ``components`` or ``predict``.
        calendar: When it is up, overrides included.
        capacity: Its bounds in and outside of business hours.
        actions: What Application Auto Scaling is told.
        proof: That these actions do what the calendar says, for a year from ``SchedulePlan.first`` on.
    """

    unit: str
    calendar: BusinessCalendar
    capacity: Capacity
    actions: tuple[ScheduledAction, ...]
    proof: Proof


@dataclass(frozen=True)
class SchedulePlan:
    """The plan of a stack.

    Attributes:
        units: Plans of the units that follow the schedule, by name.
        holidays: Days without business and their names, from the first planned day on.
        overrides: All overrides of the stack.
        first: The day from which on the plan is proved.
    """

    units: Mapping[str, UnitPlan]
    holidays: Mapping[date, str]
    overrides: tuple[Override, ...]
    first: date


def plan_schedules(settings: CostSettings, root: Path, today: date) -> SchedulePlan:
    """Compile and prove the schedules of a stack; without a unit that follows one, the plan is empty.

    Args:
        settings: The cost theme's settings.
        root: The project's folder: the file of holidays is found from here.
        today: The plan is proved from this day on, or from ``valid_from`` when that is later.

    Raises:
        ValueError: A window, zone, day, override or file cannot be used, or the proof found a minute that is wrong.
    """
    schedules, overrides = settings.schedules, parse_overrides(one.model_dump() for one in settings.overrides)
    valid_from = None if schedules.valid_from is None else _day(f"{BASE}.valid_from", schedules.valid_from)
    first = max(valid_from or today, today)
    if not schedules.units():
        return SchedulePlan({}, {}, overrides, first)
    holidays = _holidays(schedules, root, (valid_from or today).replace(day=1))
    units = {}
    for unit, capacity in schedules.units().items():
        try:
            calendar = _calendar(schedules, holidays, unit, overrides)
            units[unit] = _planned(unit, calendar, _capacity(capacity), (valid_from, first))
        except ValueError as error:
            raise ValueError(f"{BASE}, {unit}: {error}") from error
    return SchedulePlan(units, holidays, overrides, first)


def _planned(unit: str, calendar: BusinessCalendar, capacity: Capacity, days: tuple[date | None, date]) -> UnitPlan:
    valid_from, first = days
    actions = compile_schedule(calendar, capacity, valid_from)
    proof = prove(actions, calendar, capacity, start_of_day(calendar.zone, first))
    if proof.counterexample is not None:
        fix = f"move {BASE}.valid_from = {valid_from} on to this month: single days are planned for two years from it"
        if valid_from is None:
            fix = f"set {BASE}.valid_from: clocks are changed at hours of these windows, which is planned day by day"
        raise ValueError(
            f"the scheduled actions do not follow the calendar at {proof.counterexample.describe()}; {fix}"
        )
    return UnitPlan(unit, calendar, capacity, actions, proof)


def _calendar(
    schedules: ScheduleSettings, holidays: Mapping[date, str], unit: str, overrides: tuple[Override, ...]
) -> BusinessCalendar:
    windows = tuple(Window(window.days, window.start, window.end) for window in schedules.windows)
    return BusinessCalendar(schedules.timezone, windows, frozenset(holidays), kept_up(unit, overrides))


def _capacity(given: BusinessCapacitySettings) -> Capacity:
    return Capacity(Bounds(given.business_min, given.business_max), Bounds(given.off_hours_min, given.off_hours_max))


def _holidays(schedules: ScheduleSettings, root: Path, first: date) -> dict[date, str]:
    """Days of the file and of the list, from ``first`` on."""
    period = Period(first, first + HORIZON, zone_named(f"{BASE}.timezone", schedules.timezone))
    found: dict[date, str] = {}
    if schedules.holidays_file is not None:
        try:
            found = holidays_in_file(root, schedules.holidays_file, period)
        except ValueError as error:
            raise ValueError(f"{BASE}.holidays_file: {error}") from error
    for number, text in enumerate(schedules.holidays):
        day = _day(f"{BASE}.holidays[{number}]", text)
        if day >= first:
            found.setdefault(day, "named in the settings")
    return dict(sorted(found.items()))


def _day(argument: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(argument, text, "a day that exists, such as 2026-12-31")
