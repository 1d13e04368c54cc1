"""Prices that somebody gives at the command line: of their contract, or where no public source has one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from advisor.costing.items import unit_of
from advisor.errors import InputError
from domain.pricing import MOST_USD, Price, PriceBook

SOURCE: Final = "given at the command line"


def with_own_prices(book: PriceBook, given: Iterable[str], region: str, on: date) -> PriceBook:
    """The book with these prices in the place of its own.

    Args:
        book: The prices that are shipped.
        given: Texts such as ``sagemaker.transform/ml.m5.large=0.115``: US dollars of one unit of the item.
        region: The Region for which they count.
        on: The day on which they count.

    Raises:
        InputError: A text is not like that, or its item is none that can be priced.
    """
    own = {price.item: price for price in (_price(text, region, on) for text in given)}
    kept = (price for price in book.prices if (price.item, price.region) not in {(item, region) for item in own})
    return PriceBook((*kept, *own.values()))


def _price(text: str, region: str, on: date) -> Price:
    item, _, amount = text.partition("=")
    try:
        usd = float(amount)
        unit = unit_of(item)
    except (ValueError, KeyError):
        usd, unit = -1.0, ""
    if not 0 <= usd <= MOST_USD:
        raise InputError(
            f"--price {text}: accepted is an item of the price book and US dollars of one unit, "
            "such as sagemaker.transform/ml.m5.large=0.115"
        )
    return Price(item, region, unit, usd, SOURCE, on)
