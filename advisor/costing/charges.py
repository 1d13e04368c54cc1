"""What a pricer says of a resource: so much of an item that has a price, or that it is free, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from advisor.costing.context import Context
from advisor.spread import Spread
from advisor.stack.resources import Resource


@dataclass(frozen=True, slots=True)
class Charge:
    """So much of an item in a month.

    Args:
        what: In words, for the person who reads the estimate.
        item: Its name in the price book.
        quantity: In the unit of its price.
        region: Where it is billed; ``None`` where the resource is.
    """

    what: str
    item: str
    quantity: Spread
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Free:
    """A resource that is not billed itself, and why."""

    why: str


Pricer = Callable[[Resource, Context], Iterator[Charge | Free]]
"""Looks at one resource. Raises ``NotKnownError`` for a value that is not known; what it yielded before counts."""
