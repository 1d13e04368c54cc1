"""Whose costs: the tags that a stack's resources carry, and the days that are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from advisor.errors import InputError
from advisor.places import PROJECT
from advisor.stack.settings import read_stack_settings
from domain.pricing import HOURS_PER_MONTH

MOST_DAYS: Final = 365
"""Cost Explorer keeps 13 months by day.
https://docs.aws.amazon.com/cost-management/latest/userguide/ce-exploring-data.html"""


@dataclass(frozen=True)
class Scope:
    """A deployed stack.

    Attributes:
        stack: Its name.
        region: Where it is deployed.
        tags: What all its resources carry and no other stack's do.
    """

    stack: str
    region: str
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Period:
    """Whole days in UTC.

    Attributes:
        first: The first day.
        after: The day after the last one: Cost Explorer's ``End`` is exclusive.
    """

    first: date
    after: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.after - self.first).days

    @property
    def to_month(self) -> float:
        """What a sum over the period is multiplied with to be one of a month of 730 hours."""
        return HOURS_PER_MONTH / (24 * self.days)

    @property
    def last(self) -> date:
        """The last day that is in it."""
        return self.after - timedelta(days=1)


def last_days(days: int, today: date) -> Period:
    """So many days up to yesterday; today is not over.

    Raises:
        InputError: Not 1 to 365.
    """
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"--days {days}: accepted is 1 to {MOST_DAYS}")
    return Period(today - timedelta(days=days), today)


def scope_of(stack: str, folder: Path = PROJECT) -> Scope:
    """The scope that a stack file describes.

    Raises:
        InputError: There is no such file, its settings are refused, or it names no Region.
    """
    found = read_stack_settings(stack, folder)
    if found.region is None:
        raise InputError(
            f"Pulumi.{stack}.yaml: aws:region is missing; `pulumi config set aws:region us-east-1` sets it"
        )
    tags = found.settings.tags()
    return Scope(stack, found.region, {name: tags[name] for name in ("Project", "Environment")})
