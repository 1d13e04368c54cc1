"""Products as the AWS Price List API answers them: attributes and units as public readers of the list record them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


def product(
    usage_type: str, unit: str, tiers: Sequence[tuple[str, str]], *, sku: str = "ABCDEFGH12345678", **attributes: str
) -> str:
    """One entry of ``PriceList``: text, as the API sends it. ``tiers`` are pairs of a start and US dollars."""
    dimensions: dict[str, Any] = {
        f"{sku}.JRTCKXETXF.{number}": {
            "rateCode": f"{sku}.JRTCKXETXF.{number}",
            "unit": unit,
            "beginRange": start,
            "endRange": "Inf",
            "description": f"${usd} per {unit}",
            "appliesTo": [],
            "pricePerUnit": {"USD": usd},
        }
        for number, (start, usd) in enumerate(tiers)
    }
    term = {"sku": sku, "offerTermCode": "JRTCKXETXF", "priceDimensions": dimensions, "termAttributes": {}}
    return json.dumps(
        {
            "product": {"productFamily": "any", "sku": sku, "attributes": {"usagetype": usage_type, **attributes}},
            "serviceCode": "any",
            "terms": {"OnDemand": {f"{sku}.JRTCKXETXF": term}},
            "version": "20261001000000",
            "publicationDate": "2026-10-01T00:00:00Z",
        }
    )
