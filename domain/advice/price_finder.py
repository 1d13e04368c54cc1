"""Looks prices up for advice; an instance type or model without one is answered with those that have one."""

from datetime import date
from typing import Final

from domain.pricing import ANYWHERE, Price, PriceBook, Unpriced
from domain.serving.cost import Find

FAMILIES: Final = ("sagemaker.hosting/", "bedrock.tokens/", "bedrock.provisioned/")
"""Items whose name ends with something that a person chooses."""


def finder(book: PriceBook, region: str, on: date) -> Find:
    """Return the look-up of a Region on a day.

    Args:
        book: The prices.
        region: AWS Region.
        on: The day on which a price must count.
    """

    def find(item: str) -> Price | Unpriced:
        found = book.find(item, region, on)
        family = next((family for family in FAMILIES if item.startswith(family)), None)
        if isinstance(found, Price) or family is None:
            return found
        known = ", ".join(known_names(book, family, region, on)) or "none"
        return Unpriced(item, region, f"{found.reason}; priced there: {known}")

    return find


def known_names(book: PriceBook, family: str, region: str, on: date) -> tuple[str, ...]:
    """Return what has a price that counts: instance types, or models (with the commitment of a model unit).

    Args:
        book: The prices.
        family: One of ``FAMILIES``.
        region: AWS Region.
        on: The day.
    """
    items = {price.item for price in book.prices if price.region in (region, ANYWHERE)}
    usable = (item for item in items if item.startswith(family) and isinstance(book.find(item, region, on), Price))
    names = (item.removeprefix(family) for item in usable)
    if family == "bedrock.tokens/":
        names = (name.rpartition("/")[0] for name in names)
    return tuple(sorted(set(names)))
