"""What ``advisor schedule`` tells: the week, the holidays, the overrides, hours and money, and what to look after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from advisor.schedule.savings import OF_ONE, Month, Saving, rate_of, saving
from advisor.stack.settings import StackSettings
from components.settings.schedule_plan import SchedulePlan, UnitPlan
from domain.pricing import PriceBook
from domain.scheduling.business_calendar import DAYS
from domain.scheduling.overrides import Override
from domain.scheduling.proof import PROVED_DAYS
from domain.scheduling.schedule import HORIZON
from domain.scheduling.wall_clock import DAY_MINUTES, HOUR_MINUTES

AHEAD: Final = timedelta(days=PROVED_DAYS)
SOON: Final = timedelta(days=60)
"""Holidays that end sooner than this are told: somebody has to add those of the next year."""


@dataclass(frozen=True)
class ScheduleReport:
    """The report.

    Attributes:
        stack: The stack's file.
        plan: Its plan.
        now: When it was made, with an offset.
        savings: Of each unit in the month.
        month: The month.
    """

    stack: StackSettings
    plan: SchedulePlan
    now: datetime
    savings: tuple[Saving, ...]
    month: Month

    @property
    def holidays(self) -> dict[date, str]:
        """Holidays of the next 366 days."""
        today = self.now.date()
        return {day: name for day, name in self.plan.holidays.items() if today <= day < today + AHEAD}

    @property
    def unpriced(self) -> tuple[str, ...]:
        """What has no price, and why."""
        return tuple(f"{one.unit}: {one.rate.basis}" for one in self.savings if one.rate.usd is None)

    @property
    def saved_usd(self) -> tuple[float, float]:
        """Dollars that are saved in the month by what has a price."""
        priced = [one.usd for one in self.savings if one.usd is not None]
        return sum(least for least, _ in priced), sum(most for _, most in priced)

    def warnings(self) -> Iterator[str]:
        """What somebody should do soon."""
        yield from _holiday_warnings(self)
        schedules, today = self.stack.settings.cost.schedules, self.now.date()
        if schedules.valid_from is not None:
            planned_until = date.fromisoformat(schedules.valid_from) + HORIZON
            if planned_until < today + AHEAD + SOON:
                yield (
                    f"single days are planned until {planned_until:%Y-%m}: move cost.schedules.valid_from = "
                    f"{schedules.valid_from} on to this month"
                )
        for override in self.plan.overrides:
            if override.expired(self.now):
                yield f"expired, no effect: {override.describe()}; remove it from cost.overrides"


def schedule_report(
    stack: StackSettings, plan: SchedulePlan, book: PriceBook, now: datetime, month: Month
) -> ScheduleReport:
    """Compute the report; prices count as on the day of ``now``."""
    savings = tuple(
        saving(one, month, rate_of(unit, stack, book, now.date())) for unit, one in sorted(plan.units.items())
    )
    return ScheduleReport(stack, plan, now, savings, month)


def week_of(plan: UnitPlan) -> dict[str, tuple[float, ...]]:
    """Each day of an ordinary week as 24 shares of an hour that are business, 0 to 1."""
    week = plan.calendar.week
    return {
        day: tuple(
            sum(week[start + hour * HOUR_MINUTES : start + (hour + 1) * HOUR_MINUTES]) / HOUR_MINUTES
            for hour in range(24)
        )
        for day, start in zip(DAYS, range(0, len(week), DAY_MINUTES), strict=True)
    }


def state_of(override: Override, now: datetime) -> str:
    """``active``, ``expired`` or ``planned``."""
    return "active" if override.active(now) else "expired" if override.expired(now) else "planned"


def document(report: ScheduleReport) -> dict[str, Any]:
    """The report as JSON."""
    plans = report.plan.units
    return {
        "stack": report.stack.name,
        "region": report.stack.region,
        "at": report.now.isoformat(timespec="seconds"),
        "month": str(report.month),
        "timezone": report.stack.settings.cost.schedules.timezone,
        "week": {day: list(hours) for day, hours in week_of(next(iter(plans.values()))).items()} if plans else {},
        "units": {one.unit: _unit(one, plans[one.unit]) for one in report.savings},
        "saved_usd": dict(zip(("least", "most"), report.saved_usd, strict=True)),
        "unpriced": list(report.unpriced),
        "holidays": {day.isoformat(): name for day, name in report.holidays.items()},
        "overrides": [
            {"target": one.target, "state": state_of(one, report.now), "description": one.describe()}
            for one in report.plan.overrides
        ],
        "warnings": list(report.warnings()),
    }


def _unit(one: Saving, plan: UnitPlan) -> dict[str, Any]:
    usd = None if one.usd is None else {"least": one.usd[0], "most": one.usd[1]}
    return {
        "business": [plan.capacity.business.least, plan.capacity.business.most],
        "off_hours": [plan.capacity.off_hours.least, plan.capacity.off_hours.most],
        "up_hours": one.up_hours,
        "off_hours_of_month": one.off_hours,
        "saved": {"of": OF_ONE[one.unit], "least_hours": one.least_hours, "most_hours": one.most_hours, "usd": usd},
        "price": one.rate.basis,
        "proof": {
            "holds": plan.proof.holds,
            "minutes": plan.proof.minutes,
            "readings": plan.proof.readings,
            "first_action": None if plan.proof.first_action is None else plan.proof.first_action.isoformat(),
        },
        "actions": [
            {
                "name": action.name,
                "schedule": action.schedule,
                "timezone": action.timezone,
                "min": action.bounds.least,
                "max": action.bounds.most,
                "why": action.why,
            }
            for action in plan.actions
        ],
    }


def _holiday_warnings(report: ScheduleReport) -> Iterator[str]:
    schedules, today = report.stack.settings.cost.schedules, report.now.date()
    if not (schedules.holidays or schedules.holidays_file):
        return
    source = schedules.holidays_file or "cost.schedules.holidays"
    last = max(report.plan.holidays, default=None)
    if last is None or last < today:
        yield f"{source} has no holiday from today on: the schedule runs on every one; add those of the next year"
    elif last < today + SOON:
        yield f"the holidays end on {last}, in {(last - today).days} days; add those of the next year to {source}"
