"""AWS Budgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.spread import Spread
from advisor.stack.resources import Resource


def budget(_resource: Resource, _context: Context) -> Iterator[Charge | Free]:
    """By the month; what AWS asks for one is in the price book, at present nothing."""
    yield Charge("budget", "budgets/budget", Spread.exactly(1))


PRICERS: Final[Mapping[str, Pricer]] = {"aws:budgets/budget:Budget": budget}
