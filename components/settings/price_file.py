"""The price file that is shipped with the project, as everything that is planned or deployed reads it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from domain.pricing import PriceBook, parse_price_book


@cache
def price_book() -> PriceBook:
    """``domain/prices.json``, read once.

    Raises:
        OSError: It is missing.
        ValueError: It is malformed.
    """
    return parse_price_book(files("domain").joinpath("prices.json").read_text("utf-8"))
