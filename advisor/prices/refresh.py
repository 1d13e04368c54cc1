"""Which facts a refresh changes, adds and keeps: pure. A doubtful answer keeps the old fact and is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from advisor.prices.price_list import NoOffer, Offer
from advisor.prices.queries import query_for
from domain.pricing import ANYWHERE, Price, PriceBook, Unpriced

JUMP: Final = 4.0
"""A price that is this many times the old one, or a part of it, is rather another unit than another price."""

Key = tuple[str, str]
"""Item and Region."""


@dataclass(frozen=True)
class Change:
    """A price that is not what it was; ``old`` is none for one that is new."""

    old: Price | None
    new: Price

    def describe(self) -> str:
        """One line for people."""
        before = "new" if self.old is None else f"{self.old.usd:.10g} of {self.old.observed}"
        return f"{self.new.item} in {self.new.region}: {before} -> {self.new.usd:.10g} USD per {self.new.unit}"


@dataclass(frozen=True)
class Refresh:
    """What a refresh makes of the file.

    Args:
        prices: All prices, old and new: what is to be written.
        changes: Prices that are new or different.
        confirmed: How many are the same as before; their date is today's.
        kept: Items that got no usable answer, with the reason; an old fact stays with its old date.
    """

    prices: tuple[Price, ...]
    changes: tuple[Change, ...]
    confirmed: int
    kept: tuple[Unpriced, ...]


def refreshed(
    book: PriceBook, answers: Mapping[Key, Offer | NoOffer], today: date, *, accept_jumps: bool = False
) -> Refresh:
    """Put answers into the book.

    Args:
        book: The prices so far.
        answers: What the API said, by item and Region.
        today: The day of the answers.
        accept_jumps: Take also a price that is more than ``JUMP`` times the old one or less than that part of it, and
            a new one of 0: a wrong product looks like that too, and nobody would see it in an estimate.
    """
    prices = {(price.item, price.region): price for price in book.prices}
    changes: list[Change] = []
    kept: list[Unpriced] = []
    confirmed = 0
    for (item, region), answer in answers.items():
        old = prices.get((item, region))
        query = query_for(item)
        if query is None:
            kept.append(Unpriced(item, region, "there is no query for this item"))
        elif isinstance(answer, NoOffer):
            kept.append(Unpriced(item, region, answer.reason))
        elif old is None and answer.usd == 0 and not accept_jumps:
            kept.append(Unpriced(item, region, f"free, says {answer.source()}; look, then --accept-jumps"))
        elif old is not None and not accept_jumps and _jumps(old.usd, answer.usd):
            reason = f"{old.usd:.10g} -> {answer.usd:.10g} ({answer.source()}) is too far; look, then --accept-jumps"
            kept.append(Unpriced(item, region, reason))
        else:
            new = Price(item, region, query.unit, answer.usd, answer.source(), today)
            prices[item, region] = new
            if old is not None and old.usd == new.usd:
                confirmed += 1
            else:
                changes.append(Change(old, new))
    return Refresh(tuple(prices.values()), tuple(changes), confirmed, tuple(kept))


def lacking(book: PriceBook, items: Sequence[str], regions: Sequence[str], on: date) -> tuple[Unpriced, ...]:
    """What has no price that counts on a day: missing, or too old."""
    found = (book.find(item, region, on) for region in regions for item in items)
    return tuple(price for price in found if isinstance(price, Unpriced))


def questions(book: PriceBook, items: Sequence[str], regions: Sequence[str]) -> tuple[Key, ...]:
    """What to ask for: a product without a Region once, others in each Region, and what the book has there already."""
    keys: dict[Key, None] = {}
    for item in items:
        query = query_for(item)
        places = regions if query is None or query.regional else (ANYWHERE,)
        keys.update(dict.fromkeys((item, place) for place in places))
    keys.update(dict.fromkeys((price.item, price.region) for price in book.prices if price.region in regions))
    return tuple(keys)


def _jumps(old: float, new: float) -> bool:
    if old == 0 or new == 0:
        return old != new
    return not 1 / JUMP <= new / old <= JUMP
