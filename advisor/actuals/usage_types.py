"""What a usage type of the bill is in the price book, so that what was used can be priced without a free tier.

https://docs.aws.amazon.com/cur/latest/userguide/product-columns.html: a usage type begins with the Region's short name,
except in us-east-1, where some services leave it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from advisor.actuals.bill import Bill, BillLine
from advisor.prices.queries import INSTANCE_ITEMS, QUERIES, REGION_PREFIX
from advisor.services import service_of_item
from domain.pricing import PriceBook, Unpriced

SAGEMAKER: Final = "Amazon SageMaker"
LAMBDA: Final = "AWS Lambda"
_SERVERLESS: Final = {
    "ServerlessInf:Mem": "sagemaker.serverless/duration",
    "(?:Serverless)?ProvisionedConcurrency:Usage": "sagemaker.serverless/provisioned",
    "(?:Serverless)?ProvisionedConcurrency:Mem": "sagemaker.serverless/provisioned-duration",
}


@dataclass(frozen=True)
class ListPriced:
    """A line of the bill at the price of the price book.

    Attributes:
        line: What was used.
        usd: What so much costs without a free tier or a discount; ``None`` when there is no price.
        reason: Why there is none.
    """

    line: BillLine
    usd: float | None
    reason: str = ""


def at_list_price(bill: Bill, book: PriceBook, region: str, on: date) -> tuple[ListPriced, ...]:
    """Each line of the bill at its list price."""
    return tuple(_priced(line, book, region, on) for line in bill.lines)


def _priced(line: BillLine, book: PriceBook, region: str, on: date) -> ListPriced:
    found = item_of(line.service, line.usage_type)
    if found is None:
        return ListPriced(line, None, "no item of the price book is this usage type")
    item, factor = found
    price = book.find(item, region, on)
    if isinstance(price, Unpriced):
        return ListPriced(line, None, price.describe())
    return ListPriced(line, float(line.quantity * Decimal(str(factor)) * Decimal(str(price.usd))))


@lru_cache(maxsize=1024)
def item_of(service: str, usage_type: str) -> tuple[str, float] | None:
    """The item, and how many of its unit one of the bill is; ``None`` for a usage type that is not known.

    >>> item_of("Amazon SageMaker", "APN1-ServerlessInf:Mem-2GB")
    ('sagemaker.serverless/duration', 2.0)
    >>> item_of("AWS Lambda", "Request-ARM")
    ('lambda/requests', 1.0)
    """
    if service == SAGEMAKER:
        for usage, item in _SERVERLESS.items():
            if match := re.fullmatch(f"{REGION_PREFIX}{usage}-([0-9]+)GB", usage_type):
                return item, float(match[1])
        for family, usage in INSTANCE_ITEMS.items():
            if match := re.fullmatch(f"{REGION_PREFIX}{usage}:(ml\\..+)", usage_type):
                return f"{family}/{match[1]}", 1.0
    if service == LAMBDA and re.fullmatch(f"{REGION_PREFIX}Request-ARM", usage_type):
        return "lambda/requests", 1.0
    for item, query in QUERIES.items():
        if service_of_item(item) == service and query.accepts(usage_type):
            return item, 1 / query.factor
    return None
