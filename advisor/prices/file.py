"""The file of prices: how it is laid out, and how a new one takes the place of the old one at once."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from advisor.prices.book import SHIPPED
from domain.pricing import CURRENCY, Price, PriceBook, parse_price_book


def rendered(prices: Iterable[Price]) -> str:
    """The text of the file: sorted, a price on one line, so that a change of a price is a change of a line."""
    lines = [json.dumps(_entry(price), ensure_ascii=False) for price in sorted(prices, key=_place)]
    return f'{{\n"currency": "{CURRENCY}",\n"prices": [\n' + ",\n".join(lines) + "\n]\n}\n"


def write(prices: Iterable[Price], path: Path = SHIPPED) -> PriceBook:
    """Put a new file in the place of the old one: either all of it or nothing.

    Args:
        prices: All prices; what is not among them is gone.
        path: The file.

    Returns:
        The book as it now lies on the disk.

    Raises:
        ValueError: The prices cannot be read back; the old file is untouched.
        OSError: The folder cannot be written; the old file is untouched.
    """
    text = rendered(prices)
    book = parse_price_book(text)  # what would be refused when read is never written
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return book


def _place(price: Price) -> tuple[str, str]:
    return price.item, price.region


def _entry(price: Price) -> dict[str, object]:
    return {
        "item": price.item,
        "region": price.region,
        "unit": price.unit,
        "usd": price.usd,
        "source": price.source,
        "observed": price.observed.isoformat(),
    }
