"""AWS Budgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.spread import Spread
from advisor.stack.resources import Resource


def budget(_resource: Resource, _context: Context) -> Iterator[Charge | Free]:
    """By the month, unless it is one of the account's first two, which a stack does not know."""
    yield Charge("budget, unless it is one of the account's first two", "budgets/budget", Spread(0, 1, 1))


PRICERS: Final[Mapping[str, Pricer]] = {"aws:budgets/budget:Budget": budget}
