"""When each scheduled unit is up in an ordinary week: the plan of `python -m advisor schedule`, hour by hour."""

from __future__ import annotations

from datetime import datetime

from advisor.report.model import Week
from advisor.schedule.report import ScheduleReport, schedule_report, week_of
from advisor.schedule.savings import OF_ONE, Month
from advisor.stack.settings import StackSettings
from components.settings.schedule_plan import UnitPlan, plan_schedules
from domain.pricing import PriceBook


def schedules(stack: StackSettings, book: PriceBook, now: datetime) -> ScheduleReport:
    """Plan and prove the stack's schedules from the day of ``now`` on.

    Raises:
        ValueError: They cannot be planned or proved.
    """
    plan = plan_schedules(stack.settings.cost, stack.project, now.date())
    return schedule_report(stack, plan, book, now, Month.of(now.date()))


def weeks(report: ScheduleReport) -> tuple[Week, ...]:
    """Each unit's capacity, hour by hour."""
    timezone = report.stack.settings.cost.schedules.timezone
    return tuple(
        Week(
            unit=one.unit,
            counts=OF_ONE[one.unit],
            timezone=timezone,
            least=_hours(report.plan.units[one.unit], "least"),
            most=_hours(report.plan.units[one.unit], "most"),
            saved_hours=(one.least_hours, one.most_hours),
            saved_usd=one.usd,
        )
        for one in report.savings
    )


def _hours(plan: UnitPlan, bound: str) -> tuple[tuple[float, ...], ...]:
    business, off = (float(getattr(side, bound)) for side in (plan.capacity.business, plan.capacity.off_hours))
    return tuple(tuple(off + share * (business - off) for share in day) for day in week_of(plan).values())
