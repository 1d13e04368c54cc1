"""Asks the AWS Price List API for one item: all pages, on-demand terms, the first tier that costs something.

An answer that is not plain is a reason, not a price: no product, several with different prices, a unit that is not
expected, no price in US dollars. https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.prices.queries import PriceQuery

ENDPOINT_REGION: Final = "us-east-1"
"""The API has an endpoint in few Regions and answers for all. https://docs.aws.amazon.com/general/latest/gr/billing.html"""
PERMISSION: Final = "pricing:GetProducts"


@dataclass(frozen=True)
class Offer:
    """What AWS asks for one of our units.

    Args:
        usd: US dollars of one unit.
        sku: AWS's number of the product.
        tiers: How many tiers that cost something the product has; ``usd`` is the first.
    """

    usd: float
    sku: str
    tiers: int

    def source(self) -> str:
        """How the file names where the price is from."""
        tier = ", first tier" if self.tiers > 1 else ""
        return f"AWS Price List API, SKU {self.sku}{tier}"


@dataclass(frozen=True)
class NoOffer:
    """Why an item got no price."""

    reason: str


def offer(client: Any, query: PriceQuery, region: str) -> Offer | NoOffer:
    """Ask for an item in a Region.

    Args:
        client: boto3's ``pricing`` client.
        query: The row of the item.
        region: AWS Region; not used for a product that belongs to none.

    Raises:
        ClientError: What the API refuses; the caller stops, because the next question would be refused too.
    """
    products = [product for product in _products(client, query, region) if query.accepts(_usage_type(product))]
    if not products:
        return NoOffer(f"the Price List API has no {query.service} product with the usage type {query.usage}")
    offers: list[Offer] = []
    for product in products:
        found = _offer(product, query)
        if isinstance(found, NoOffer):
            return found
        offers.append(found)
    prices = {found.usd for found in offers}
    if len(prices) > 1:
        skus = ", ".join(sorted(f"{found.sku} {found.usd:.10g}" for found in offers))
        return NoOffer(f"the Price List API has several prices: {skus}")
    return min(offers, key=lambda found: found.sku)


def _products(client: Any, query: PriceQuery, region: str) -> Iterator[Mapping[str, Any]]:
    wanted = {"regionCode": region, **query.attributes} if query.regional else dict(query.attributes)
    filters = [{"Type": "TERM_MATCH", "Field": name, "Value": value} for name, value in sorted(wanted.items())]
    pages = client.get_paginator("get_products").paginate(
        ServiceCode=query.service, Filters=filters, FormatVersion="aws_v1"
    )
    for page in pages:
        yield from (json.loads(entry) for entry in page.get("PriceList", ()))


def _usage_type(product: Mapping[str, Any]) -> str:
    return str(product.get("product", {}).get("attributes", {}).get("usagetype", ""))


def _offer(product: Mapping[str, Any], query: PriceQuery) -> Offer | NoOffer:
    sku = str(product.get("product", {}).get("sku", "unknown"))
    terms = product.get("terms", {}).get("OnDemand", {})
    dimensions = [dimension for term in terms.values() for dimension in term.get("priceDimensions", {}).values()]
    if not dimensions:
        return NoOffer(f"SKU {sku} has no on-demand price")
    tiers: list[tuple[float, float]] = []
    for dimension in dimensions:
        unit = str(dimension.get("unit", ""))
        if unit.casefold() not in query.api_units:
            return NoOffer(f"SKU {sku} is priced by {unit!r}; {' or '.join(query.api_units)} is expected")
        usd = _dollars(dimension)
        if usd is None:
            return NoOffer(f"SKU {sku} has no price in US dollars that can be read")
        tiers.append((_start(dimension), usd))
    paid = sorted(tier for tier in tiers if tier[1] > 0)
    # A free allowance is a tier of its own; it belongs to the account, not to this stack, and is not subtracted here.
    first = paid[0][1] if paid else 0.0
    return Offer(usd=_rounded(first * query.factor), sku=sku, tiers=len(paid))


def _dollars(dimension: Mapping[str, Any]) -> float | None:
    try:
        usd = float(dimension["pricePerUnit"]["USD"])
    except (KeyError, TypeError, ValueError):
        return None
    return usd if math.isfinite(usd) and usd >= 0 else None


def _start(dimension: Mapping[str, Any]) -> float:
    try:
        return float(dimension.get("beginRange", 0))
    except (TypeError, ValueError):
        return math.inf


def _rounded(usd: float) -> float:
    """AWS states ten digits after the point; what a factor adds beyond twelve significant ones is noise."""
    return float(f"{usd:.12g}")
