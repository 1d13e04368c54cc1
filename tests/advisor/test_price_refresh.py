"""A refresh changes what it knows, keeps what it does not, and says which is which."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.prices.price_list import NoOffer, Offer
from advisor.prices.refresh import Change, lacking, questions, refreshed
from domain.pricing import Price, PriceBook, Unpriced

TODAY = date(2026, 11, 26)
OLD = Price("kms/key", "us-east-1", "month", 1.0, "a note", date(2025, 1, 1))
BOOK = PriceBook((OLD,))
KEY = ("kms/key", "us-east-1")


def test_a_confirmed_price_gets_the_day_and_the_source_of_the_answer() -> None:
    result = refreshed(BOOK, {KEY: Offer(1.0, "SKU1", 1)}, TODAY)
    assert result.prices == (Price(*KEY, "month", 1.0, "AWS Price List API, SKU SKU1", TODAY),)
    assert (result.confirmed, result.changes, result.kept) == (1, (), ())


def test_a_changed_price_is_shown_with_what_it_was() -> None:
    result = refreshed(BOOK, {KEY: Offer(1.5, "SKU1", 1)}, TODAY)
    (change,) = result.changes
    assert change.describe() == "kms/key in us-east-1: 1 of 2025-01-01 -> 1.5 USD per month"


def test_a_new_price_is_added() -> None:
    result = refreshed(BOOK, {("kms/key", "eu-west-1"): Offer(1.0, "SKU2", 1)}, TODAY)
    assert [price.region for price in result.prices] == ["us-east-1", "eu-west-1"]
    assert result.changes == (Change(None, result.prices[1]),)


def test_an_item_without_an_answer_keeps_its_fact_with_its_old_day() -> None:
    result = refreshed(BOOK, {KEY: NoOffer("nothing")}, TODAY)
    assert result.prices == (OLD,)
    assert result.kept == (Unpriced(*KEY, "nothing"),)


@pytest.mark.parametrize("usd", [1_000_000.0, 4.1, 0.24, 0.0])
def test_a_price_far_from_the_old_one_is_kept_back_until_someone_has_looked(usd: float) -> None:
    answers = {KEY: Offer(usd, "SKU1", 1)}
    result = refreshed(BOOK, answers, TODAY)
    assert result.prices == (OLD,)
    assert "--accept-jumps" in result.kept[0].reason
    assert refreshed(BOOK, answers, TODAY, accept_jumps=True).prices[0].usd == usd


def test_an_item_without_a_query_is_kept() -> None:
    result = refreshed(BOOK, {("ec2/t3.medium", "us-east-1"): Offer(1.0, "S", 1)}, TODAY)
    assert result.prices == (OLD,)
    assert result.kept[0].reason == "there is no query for this item"


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=6),
    st.lists(st.one_of(st.none(), st.floats(0, 1e6)), min_size=6, max_size=6),
)
def test_a_refresh_loses_no_price_and_never_makes_one_older(olds: list[float], news: list[float | None]) -> None:
    regions = [f"eu-test-{number}" for number in range(len(olds))]
    book = PriceBook(
        tuple(
            Price("kms/key", region, "month", usd, "a note", TODAY - timedelta(days=400))
            for region, usd in zip(regions, olds, strict=True)
        )
    )
    answers = {
        ("kms/key", region): NoOffer("none") if usd is None else Offer(usd, "S", 1)
        for region, usd in zip(regions, news[: len(regions)], strict=True)
    }
    result = refreshed(book, answers, TODAY)
    after = {price.region: price for price in result.prices}
    assert set(after) == set(regions)
    assert all(after[price.region].observed >= price.observed for price in book.prices)
    assert len(result.changes) + result.confirmed + len(result.kept) == len(answers)


def test_what_is_missing_and_what_is_too_old_is_listed_by_region() -> None:
    found = lacking(BOOK, ["kms/key", "kms/request"], ["us-east-1"], TODAY)
    assert [price.item for price in found] == ["kms/key", "kms/request"]
    assert "694 days old" in found[0].reason
    assert "no price is known" in found[1].reason


def test_a_product_without_a_region_is_asked_for_once_and_known_prices_again() -> None:
    book = PriceBook((OLD, Price("sagemaker.hosting/ml.g6.xlarge", "us-west-2", "hour", 1.0, "a note", TODAY)))
    keys = questions(book, ["budgets/budget", "kms/key"], ["us-west-2", "us-east-1"])
    assert keys == (
        ("budgets/budget", "*"),
        ("kms/key", "us-west-2"),
        ("kms/key", "us-east-1"),
        ("sagemaker.hosting/ml.g6.xlarge", "us-west-2"),
    )


def test_a_new_price_of_nothing_is_kept_back_until_someone_has_looked() -> None:
    answers = {("kms/key", "eu-west-1"): Offer(0.0, "SKU2", 0)}
    result = refreshed(BOOK, answers, TODAY)
    assert result.prices == (OLD,)
    assert "free, says AWS Price List API, SKU SKU2; look, then --accept-jumps" in result.kept[0].reason
    assert refreshed(BOOK, answers, TODAY, accept_jumps=True).prices[1].usd == 0
