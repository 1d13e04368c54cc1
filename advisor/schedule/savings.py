"""What a schedule saves against the same unit that is always kept at its business capacity.

Only the floor is compared: what target tracking adds under load comes on top of both. Off hours the capacity lies
somewhere between the two off-hours bounds, so a saving is a range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from advisor.stack.settings import StackSettings
from components.settings import InferenceSettings
from components.settings.schedule_plan import UnitPlan
from domain.pricing import PriceBook, Unpriced
from domain.scheduling.wall_clock import HOUR_MINUTES, start_of_day

SECONDS_PER_HOUR: Final = 3600
MB_PER_GB: Final = 1024
OF_ONE: Final[Mapping[str, str]] = {
    "realtime": "instance",
    "serverless": "provisioned concurrency",
    "components": "instance",
    "predict": "provisioned concurrency",
}
"""What is saved, by unit. Copies of a component share instances, and instances are what is paid for."""


@dataclass(frozen=True)
class Month:
    """A month of a calendar.

    Attributes:
        first: Its first day.
        after: The first day of the next one.
    """

    first: date
    after: date

    @staticmethod
    def of(day: date) -> Month:
        """The month that ``day`` lies in."""
        first = day.replace(day=1)
        return Month(first, (first + timedelta(days=31)).replace(day=1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class Rate:
    """What one of a unit costs in an hour.

    Attributes:
        usd: Dollars, or ``None`` without a price.
        basis: Where the price is from, or why there is none.
    """

    usd: float | None
    basis: str


@dataclass(frozen=True)
class Saving:
    """One unit in one month.

    Attributes:
        unit: Its name.
        up_hours: Hours of business capacity, overrides included.
        off_hours: The others.
        least_hours: Unit-hours that are saved at least: off hours at the largest off-hours capacity.
        most_hours: The same at the smallest.
        rate: Price of a unit-hour.
    """

    unit: str
    up_hours: float
    off_hours: float
    least_hours: float
    most_hours: float
    rate: Rate

    @property
    def usd(self) -> tuple[float, float] | None:
        """Dollars, least and most; ``None`` without a price: it is not 0."""
        return None if self.rate.usd is None else (self.least_hours * self.rate.usd, self.most_hours * self.rate.usd)


def saving(plan: UnitPlan, month: Month, rate: Rate) -> Saving:
    """Return what ``plan`` saves in ``month``."""
    zone = plan.calendar.zone
    minutes = plan.calendar.business_minutes(start_of_day(zone, month.first), start_of_day(zone, month.after))
    up = sum(minutes) / HOUR_MINUTES
    off = len(minutes) / HOUR_MINUTES - up
    least, most = _saved_at_once(plan)
    return Saving(plan.unit, up, off, least * off, most * off, rate)


def _saved_at_once(plan: UnitPlan) -> tuple[int, int]:
    """How many are not paid for in an off hour, least and most."""
    business, off = plan.capacity.business, plan.capacity.off_hours
    if plan.unit == "components":
        # Copies that go may leave the instance to others: only the last one surely takes it along.
        return int(off.most == 0 and business.least > 0), business.least - off.least
    return business.least - off.most, business.least - off.least


def rate_of(unit: str, stack: StackSettings, book: PriceBook, on: date) -> Rate:
    """Return the price of one of ``unit`` for an hour in the stack's Region, as it counts on a day."""
    if stack.region is None:
        return Rate(None, f"Pulumi.{stack.name}.yaml has no aws:region")
    item, per_hour = _item(unit, stack.settings.inference)
    price = book.find(item, stack.region, on)
    if isinstance(price, Unpriced):
        return Rate(None, price.describe())
    return Rate(price.usd * per_hour, f"{item} in {stack.region}, {price.source}, {price.observed}")


def _item(unit: str, settings: InferenceSettings) -> tuple[str, float]:
    """The item of the price book, and how many of its units an hour of one has."""
    if unit == "realtime":
        return f"sagemaker.hosting/{settings.realtime.instance_type}", 1.0
    if unit == "components":
        return f"sagemaker.hosting/{settings.components.instance_type}", 1.0
    if unit == "serverless":
        return "sagemaker.serverless/provisioned", settings.serverless.memory_size_in_mb / MB_PER_GB * SECONDS_PER_HOUR
    return "lambda/provisioned/arm64", settings.predict.memory_mb / MB_PER_GB * SECONDS_PER_HOUR
