"""The facts that ship: each says where it is from, and none that the stacks need is invented."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from advisor.prices.book import SHIPPED, load_prices
from advisor.prices.file import rendered
from advisor.prices.queries import query_for
from domain.pricing import VALID_DAYS, Price, Unpriced

BOOK = load_prices()
WRITTEN = max(price.observed for price in BOOK.prices)
"""The day of the newest fact; no test depends on today."""


def test_the_file_is_laid_out_as_a_refresh_would_lay_it_out() -> None:
    assert SHIPPED.read_text(encoding="utf-8") == rendered(BOOK.prices)


@pytest.mark.parametrize("price", BOOK.prices, ids=lambda price: f"{price.item}@{price.region}")
def test_a_fact_has_a_source_that_can_be_followed_and_the_unit_of_its_item(price: Price) -> None:
    query = query_for(price.item)
    assert query is not None
    assert price.unit == query.unit
    assert re.search(r"Price List API|\.(com|co|md|yml)\b|AWS (bill|account report)|issue \d+", price.source)
    assert re.fullmatch(r"\*|[a-z]{2}(-[a-z]+)+-\d", price.region)
    assert date(2018, 1, 1) < price.observed


def of(item: str, region: str = "us-east-1") -> float:
    found = BOOK.find(item, region, WRITTEN)
    assert isinstance(found, Price), found
    return found.usd


def test_prices_of_one_request_are_far_below_a_cent() -> None:
    """A price by the million, taken for one of one, would be the worst mistake of this file."""
    assert max(price.usd for price in BOOK.prices if price.unit == "request") < 0.001
    assert max(price.usd for price in BOOK.prices if price.unit == "GB-second") < 0.0001
    assert max(price.usd for price in BOOK.prices if price.unit == "token") < 0.0001


def test_orders_that_hold_at_aws_hold_here() -> None:
    assert of("dynamodb/read") < of("dynamodb/write")
    assert of("s3/get") < of("s3/put")
    assert of("lambda/duration/arm64") < of("lambda/duration/x86_64") < of("sagemaker.serverless/duration")
    assert of("sagemaker.serverless/provisioned") < of("sagemaker.serverless/provisioned-duration")
    assert of("sagemaker.hosting/ml.m5.xlarge") == pytest.approx(2 * of("sagemaker.hosting/ml.m5.large"))


def test_orders_of_models_hold() -> None:
    """An answer's token is dearer than a question's, a larger model than a smaller one, no promise than a promise."""
    for price in BOOK.prices:
        if price.item.startswith("bedrock.tokens/") and price.item.endswith("/in"):
            assert price.usd < of(price.item.removesuffix("in") + "out", price.region)
    micro, lite, pro = (of(f"bedrock.tokens/amazon.nova-{size}-v1:0/in") for size in ("micro", "lite", "pro"))
    assert micro < lite < pro
    haiku = "anthropic.claude-haiku-4-5-20251001-v1:0/in"
    assert of(f"bedrock.tokens/us.{haiku}") == pytest.approx(1.1 * of(f"bedrock.tokens/global.{haiku}"))
    unit = "bedrock.provisioned/amazon.nova-2-lite-v1:0"
    assert of(f"{unit}/OneMonth") < of(f"{unit}/none")


def test_serverless_of_two_gigabytes_costs_an_instance_below_about_two_million_busy_seconds() -> None:
    seconds = of("sagemaker.hosting/ml.m5.large") * 730 / (2 * of("sagemaker.serverless/duration"))
    assert 1.5e6 < seconds < 3e6


def test_a_price_of_serving_a_model_in_tokyo_is_from_aws_or_missing() -> None:
    """No public source was found for one, so only a refresh may have put it there."""
    prices = [price for price in BOOK.prices if price.region == "ap-northeast-1"]
    serving = [price for price in prices if price.item.startswith(("sagemaker.hosting", "sagemaker.serverless"))]
    assert all(price.source.startswith("AWS Price List API, SKU") for price in serving)
    if not serving:
        found = BOOK.find("sagemaker.hosting/ml.m5.xlarge", "ap-northeast-1", WRITTEN)
        assert found == Unpriced("sagemaker.hosting/ml.m5.xlarge", "ap-northeast-1", "no price is known")


def test_old_facts_keep_their_true_day_and_count_as_expired() -> None:
    old = [price for price in BOOK.prices if WRITTEN - price.observed > timedelta(days=VALID_DAYS)]
    for price in old:
        found = BOOK.find(price.item, price.region, WRITTEN)
        assert isinstance(found, Unpriced)
        assert price.observed.isoformat() in found.reason


def test_most_facts_are_recent() -> None:
    ages = Counter(WRITTEN - price.observed <= timedelta(days=VALID_DAYS) for price in BOOK.prices)
    assert ages[True] > 3 * ages[False]
