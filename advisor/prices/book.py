"""The prices that the project ships."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from advisor.errors import InputError
from advisor.places import PROJECT
from domain.pricing import PriceBook, parse_price_book

SHIPPED: Final = PROJECT / "domain" / "prices.json"


def load_prices(path: Path = SHIPPED) -> PriceBook:
    """Read a price book.

    Raises:
        InputError: It is not there or cannot be read.
    """
    try:
        return parse_price_book(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"the price book {path} could not be read: {error.strerror or error}") from None
    except ValueError as error:
        raise InputError(f"the price book {path} is not accepted: {error}") from None
