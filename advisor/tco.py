"""What each way of serving costs in all, with the prices that ship or with others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from advisor.prices.book import load_prices
from domain.advice.price_finder import finder
from domain.advice.tco import TCOInputs, TCOResult, tco
from domain.pricing import PriceBook

REGION: Final = "us-east-1"
"""Where prices of serving are known without a refresh (``domain/prices.json``)."""


class TCOCalculator:
    """Prices ways and mixes; every price has a source and a day."""

    def __init__(self, book: PriceBook | None = None, region: str = REGION, on: date | None = None) -> None:
        """Take the prices.

        Args:
            book: The prices; those that ship when left out.
            region: AWS Region.
            on: The day on which a price must count; today when left out.
        """
        self._find = finder(book or load_prices(), region, on or datetime.now(UTC).date())

    def calculate_all(self, inputs: TCOInputs) -> tuple[TCOResult, ...]:
        """Price all ways and mixes: the cheapest first, what was refused or has no price last, with the reason."""
        return tco(inputs, self._find)
