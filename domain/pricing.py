"""Prices as facts: of one unit, in one Region, from a source, seen on a day. One that is missing or old is never 0."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from domain.checks import refuse, text

CURRENCY: Final = "USD"
VALID_DAYS: Final = 365
"""A price that nobody has looked at for a year is no fact any more; nor is it one of the years before."""
HOURS_PER_MONTH: Final = 730
"""AWS's own month: 8,760 hours of a year over 12. https://aws.amazon.com/calculator/calculator-assumptions/"""
MOST_USD: Final = 1_000_000
"""No unit of anything is dearer: a larger figure is a slip, and products of it would be no numbers."""
KB_PER_GB: Final = 1024 * 1024
"""AWS counts a GB as 2^30 bytes where it says how: https://aws.amazon.com/s3/pricing/"""
ANYWHERE: Final = "*"
UNITS: Final = ("hour", "second", "GB-second", "GB", "GB-month", "month", "request", "token", "unit")
FIELDS: Final = ("item", "region", "unit", "usd", "source", "observed")


@dataclass(frozen=True)
class Price:
    """What one unit of an item costs.

    Attributes:
        item: What, such as ``sagemaker.hosting/ml.m5.large``.
        region: AWS Region, or ``*`` when the source says that it is the same in each.
        unit: One of ``UNITS``; the price is of one of it, never of a million.
        usd: US dollars of one unit, 0 to ``MOST_USD``.
        source: Where it was found.
        observed: The day on which it was true there.
    """

    item: str
    region: str
    unit: str
    usd: float
    source: str
    observed: date


@dataclass(frozen=True)
class Unpriced:
    """An item without a price that can be used, and why."""

    item: str
    region: str
    reason: str

    def describe(self) -> str:
        """One line for people."""
        return f"{self.item} in {self.region}: {self.reason}"


@dataclass(frozen=True)
class PriceBook:
    """All known prices."""

    prices: tuple[Price, ...]

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], Price]:
        return {(price.item, price.region): price for price in self.prices}

    def find(self, item: str, region: str, on: date) -> Price | Unpriced:
        """Return the price of an item in a Region as it counts on a day, or why there is none."""
        found = self._by_key.get((item, region)) or self._by_key.get((item, ANYWHERE))
        if found is None:
            return Unpriced(item, region, "no price is known")
        age = (on - found.observed).days
        if abs(age) > VALID_DAYS:
            how = f"{age} days old" if age > 0 else f"of {-age} days later"
            return Unpriced(item, region, f"the price of {found.observed} is {how}; {VALID_DAYS} are accepted")
        return found


def parse_price_book(content: str) -> PriceBook:
    """Read a file of prices.

    Raises:
        ValueError: Names the entry, the field, its value and what is accepted.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the prices are not JSON: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("prices"), list):
        refuse("prices", document if not isinstance(document, dict) else document.get("prices"), "a list of prices")
    if document.get("currency") != CURRENCY:
        refuse("currency", document.get("currency"), CURRENCY)
    prices = tuple(_price(f"prices[{number}]", entry) for number, entry in enumerate(document["prices"]))
    seen: set[tuple[str, str]] = set()
    for price in prices:
        if (price.item, price.region) in seen:
            refuse("prices", f"{price.item} in {price.region}", "one price for an item in a Region")
        seen.add((price.item, price.region))
    return PriceBook(prices)


def _price(where: str, entry: Any) -> Price:
    if not isinstance(entry, dict) or set(entry) != set(FIELDS):
        refuse(where, entry, f"an object with exactly {', '.join(FIELDS)}")
    for name in ("item", "region", "source"):
        text(f"{where}.{name}", entry[name])
    if entry["unit"] not in UNITS:
        refuse(f"{where}.unit", entry["unit"], f"one of {', '.join(UNITS)}")
    usd = entry["usd"]
    if isinstance(usd, bool) or not isinstance(usd, (int, float)) or not 0 <= usd <= MOST_USD:
        refuse(f"{where}.usd", usd, f"a finite number of at least 0, at most {MOST_USD:,}")
    try:
        observed = date.fromisoformat(text(f"{where}.observed", entry["observed"]))
    except ValueError:
        refuse(f"{where}.observed", entry["observed"], "a day such as 2026-07-30")
    return Price(entry["item"], entry["region"], entry["unit"], float(usd), entry["source"], observed)
