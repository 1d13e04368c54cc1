"""Prices: what is missing or old is said, never 0; a malformed file is refused by entry and field."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pricing import VALID_DAYS, Price, PriceBook, Unpriced, parse_price_book

SEEN = date(2026, 7, 30)
ENTRY = {
    "item": "sagemaker.hosting/ml.m5.large",
    "region": "us-east-1",
    "unit": "hour",
    "usd": 0.115,
    "source": "a page",
    "observed": SEEN.isoformat(),
}


def book(*entries: dict[str, Any], **changed: Any) -> PriceBook:
    return parse_price_book(json.dumps({"currency": "USD", "prices": list(entries), **changed}))


def test_a_price_is_found_with_all_that_is_known_of_it() -> None:
    found = book(ENTRY).find(ENTRY["item"], "us-east-1", SEEN)
    assert found == Price(ENTRY["item"], "us-east-1", "hour", 0.115, "a page", SEEN)


def test_an_item_that_is_not_there_is_unpriced_also_in_another_region() -> None:
    for item, region in (("sagemaker.hosting/ml.m5.xlarge", "us-east-1"), (ENTRY["item"], "ap-northeast-1")):
        found = book(ENTRY).find(item, region, SEEN)
        assert isinstance(found, Unpriced)
        assert found.describe() == f"{item} in {region}: no price is known"


def test_a_price_of_every_region_counts_where_a_region_has_none_of_its_own() -> None:
    everywhere = {**ENTRY, "region": "*", "usd": 1.0}
    prices = book(everywhere, ENTRY)
    own, other = (prices.find(ENTRY["item"], region, SEEN) for region in ("us-east-1", "eu-west-1"))
    assert isinstance(own, Price)
    assert isinstance(other, Price)
    assert (own.usd, other.usd) == (0.115, 1.0)


@given(st.integers(-1000, 2000))
def test_a_price_counts_for_a_year_before_and_after_and_else_is_unpriced(days: int) -> None:
    found = book(ENTRY).find(ENTRY["item"], "us-east-1", SEEN + timedelta(days=days))
    if abs(days) <= VALID_DAYS:
        assert isinstance(found, Price)
    else:
        assert isinstance(found, Unpriced)
        assert (f"{days} days old" if days > 0 else f"of {-days} days later") in found.reason


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"unit": "fortnight"}, "prices[0].unit = 'fortnight' is not accepted: one of hour"),
        ({"usd": -1}, "prices[0].usd = -1 is not accepted: a finite number"),
        ({"usd": True}, "prices[0].usd = True is not accepted"),
        ({"usd": "0.1"}, "prices[0].usd = '0.1' is not accepted"),
        ({"usd": 10**400}, "prices[0].usd = 1000"),
        ({"usd": 1e300}, "prices[0].usd = 1e+300 is not accepted: a finite number of at least 0, at most 1,000,000"),
        ({"usd": float("nan")}, "prices[0].usd = nan is not accepted"),
        ({"observed": "last summer"}, "prices[0].observed = 'last summer' is not accepted: a day"),
        ({"observed": None}, "prices[0].observed = None is not accepted"),
        ({"source": ""}, "prices[0].source = '' is not accepted"),
        ({"note": "x"}, "prices[0] = {"),
    ],
)
def test_a_malformed_entry_is_refused_by_number_field_and_value(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the text is compared below)
        book({**ENTRY, **changed})
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "the prices are not JSON"),
        ("[" * 100_000, "the prices are not JSON"),
        ("[]", "prices = \\[\\] is not accepted: a list of prices"),
        ('{"currency": "USD"}', "prices = None is not accepted"),
        ('{"currency": "EUR", "prices": []}', "currency = 'EUR' is not accepted: USD"),
        ('{"prices": []}', "currency = None is not accepted"),
    ],
)
def test_a_malformed_file_is_refused(content: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_price_book(content)


def test_two_prices_of_one_item_in_one_region_are_refused() -> None:
    with pytest.raises(ValueError, match="one price for an item in a Region"):
        book(ENTRY, ENTRY)
