"""The sizes that prices are made of."""

from __future__ import annotations

from typing import Final

from advisor.spread import Spread
from domain.pricing import HOURS_PER_MONTH

SECONDS_PER_MONTH: Final = HOURS_PER_MONTH * 3600
DAYS_PER_MONTH: Final = 365 / 12


def month_hours(count: Spread | float) -> Spread:
    """Hours in a month of so many things that are there all the time."""
    return (count if isinstance(count, Spread) else Spread.exactly(count)) * HOURS_PER_MONTH
