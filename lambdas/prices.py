"""The dated prices that travel with a function's code."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from domain.pricing import Price, PriceBook, parse_price_book

DATA_FILES: Final = ("domain/prices.json",)
"""Files beside the code that the archive must hold; read by ``components.sources``."""

Rate = Callable[[str], float | None]
"""Dollars an hour of an instance type, or ``None`` when no price can be used."""


def price_book() -> PriceBook:
    """Read the prices.

    Raises:
        OSError: The file is missing.
        ValueError: It is malformed; names the entry, its value and what is accepted.
    """
    return parse_price_book((Path(__file__).resolve().parents[1] / DATA_FILES[0]).read_text(encoding="utf-8"))


def hosting_rate(book: PriceBook, region: str, on: date) -> Rate:
    """Return what an hour of a hosting instance costs in a Region, by a price that still counts on a day."""

    def rate(instance_type: str) -> float | None:
        found = book.find(f"sagemaker.hosting/{instance_type}", region, on)
        return found.usd if isinstance(found, Price) and found.unit == "hour" else None

    return rate
