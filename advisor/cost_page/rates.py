"""The prices that a document computes with: of one Region, as they count on the day of the newest fact.

A document must not change from one day to the next, so its day is the newest one in the file, not today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.pricing import HOURS_PER_MONTH, PriceBook, Unpriced

SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600


class UnpricedError(ValueError):
    """A figure needs a price that is missing or too old; the text says which."""


@dataclass(frozen=True)
class Rates:
    """Prices of a Region on a day.

    Args:
        book: All prices.
        region: AWS Region.
        on: The day.
    """

    book: PriceBook
    region: str
    on: date

    def __call__(self, item: str, region: str | None = None) -> float:
        """US dollars of one unit of an item.

        Raises:
            UnpricedError: There is no price that counts.
        """
        found = self.book.find(item, region or self.region, self.on)
        if isinstance(found, Unpriced):
            raise UnpricedError(found.describe())
        return found.usd

    def instance_month(self, instance_type: str) -> float:
        """An instance that serves all month."""
        return self(f"sagemaker.hosting/{instance_type}") * HOURS_PER_MONTH

    def serverless(self, requests: float, seconds: float, memory_gb: float) -> float:
        """Requests to a serverless endpoint without provisioned concurrency, and without data."""
        return requests * seconds * memory_gb * self("sagemaker.serverless/duration")

    def function(self, requests: float, seconds: float, memory_gb: float, architecture: str = "arm64") -> float:
        """Requests to a Lambda function."""
        duration = requests * seconds * memory_gb * self(f"lambda/duration/{architecture}")
        return requests * self("lambda/requests") + duration


def newest(book: PriceBook) -> date:
    """The day of the newest fact."""
    return max(price.observed for price in book.prices)


def usd(amount: float) -> str:
    """Dollars for people: cents, a third digit where there is one below a dollar, two digits below ten cents."""
    if amount == 0:
        return "$0"
    if amount < 0.095:
        return f"${float(f'{amount:.2g}'):f}".rstrip("0")
    return f"${amount:.3f}".removesuffix("0") if amount < 1 else f"${amount:,.2f}"
