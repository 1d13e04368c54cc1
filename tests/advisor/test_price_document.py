"""The page about costs is made from the prices, and says what it cannot know."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from advisor.cost_page import tables
from advisor.cost_page.claims import CLAIMS
from advisor.cost_page.rates import Rates, UnpricedError, newest, usd
from advisor.prices.queries import items_for, query_for
from domain.pricing import Price, PriceBook

DAY = date(2026, 10, 8)


def price_of(item: str) -> float:
    """Prices that are easy to follow; their relations are near the real ones."""
    known = {
        "sagemaker.hosting/ml.m5.large": 0.115,
        "sagemaker.hosting/ml.m5.xlarge": 0.23,
        "sagemaker.serverless/duration": 0.00002,
        "sagemaker.serverless/provisioned": 0.000005,
        "lambda/requests": 2e-7,
        "lambda/duration/x86_64": 0.0000166667,
        "dynamodb/write": 6.25e-7,
        "cloudwatch/alarm": 0.1,
        "kms/key": 1.0,
    }
    return known.get(item, 0.00001)


BOOK = PriceBook(
    tuple(
        Price(item, "*", query.unit, price_of(item), "a note", DAY)
        for item in items_for(tables.INSTANCE_TYPES)
        if (query := query_for(item)) is not None
    )
)
RATES = Rates(BOOK, "us-east-1", DAY)


def figure(what: str, rates: Rates = RATES) -> str:
    (claim,) = (claim for claim in CLAIMS if what in claim.what)
    return claim.compute(rates)


@pytest.mark.parametrize(
    ("what", "ours"),
    [
        ("Its example", "$4.00 (the brief's formula: $2,254.05)"),
        ("Price of serverless inference", "563 times less"),
        ("A real-time endpoint all month", "$83.95 (ml.m5.large), $167.90 (ml.m5.xlarge)"),
        ("ml.m5.large endpoint all month", "$83.95: the brief has 1.8 times that"),
        ("provisioned concurrency 1", "$13.14 (1 GB) to $78.84 (6 GB)"),
        ("Billing alarms", "$0.30 for the alarms + $1.00 for the key"),
        ("Serverless below", "14,375 requests/h of 0.2 s, 1,438 of 2 s"),
        ("What a schedule saves", "2 → 1: 37 %, 4 → 1: 55 %, 10 → 1: 66 %; to zero: 73 %; 70 % needs 23 → 1"),
        ("10,000 predictions with Lambda and serverless", "$0.99"),
    ],
)
def test_a_figure_of_the_brief_is_computed_from_the_prices(what: str, ours: str) -> None:
    assert ours in figure(what)


def test_a_price_that_changes_changes_the_page() -> None:
    dearer = PriceBook(tuple(replace(price, usd=price.usd * 2) for price in BOOK.prices))
    assert tables.claims_table(dearer) != tables.claims_table(BOOK)
    assert tables.options_table(dearer) != tables.options_table(BOOK)
    assert tables.prices_table(dearer) != tables.prices_table(BOOK)


def test_a_figure_without_a_price_says_which_one_is_missing() -> None:
    with pytest.raises(UnpricedError, match=r"ec2/t3\.medium in us-east-1: no price is known"):
        figure("EC2 t3.medium")
    assert "**unpriced**: ec2/t3.medium" in tables.claims_table(BOOK)


def test_without_prices_every_figure_that_needs_one_is_unpriced_and_none_is_zero() -> None:
    nothing = PriceBook((Price("kms/key", "eu-west-1", "month", 1.0, "a note", DAY),))
    rows = [row for row in tables.claims_table(nothing).splitlines() if row.startswith("| S")]
    assert len(rows) == len(CLAIMS)
    free = {"Scheduled scaling", "CI/CD pipeline"}
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert (cells[3] == "$0") == (cells[1] in free)


def test_the_day_of_the_page_is_the_day_of_the_newest_fact() -> None:
    old = replace(BOOK.prices[0], region="eu-west-1", observed=date(2020, 1, 1))
    book = PriceBook((*BOOK.prices, old))
    assert newest(book) == DAY
    assert tables.claims_table(book).startswith("Prices of us-east-1 as of 2026-10-08;")


def test_what_is_missing_or_too_old_is_listed_by_region() -> None:
    kept = tuple(price for price in BOOK.prices if price.item not in ("kms/key", "kms/request"))
    old = Price("kms/key", "us-east-1", "month", 1.0, "a note", date(2020, 1, 1))
    table = tables.lacking_table(PriceBook((*kept, old)))
    assert "| `kms/key` | too old: 2020-01-01 | missing |" in table
    assert "| `kms/request` | missing | missing |" in table
    assert table.count("\n") == 4


def test_nothing_is_listed_when_every_price_is_known() -> None:
    assert tables.lacking_table(BOOK) == "Every price is known.\n"


@pytest.mark.parametrize("make", [tables.claims_table, tables.options_table, tables.lacking_table])
def test_the_tables_from_the_shipped_prices_are_whole(make: object) -> None:
    assert callable(make)
    rows = [row for row in make().splitlines() if row.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "$0"), (0.3, "$0.30"), (0.285, "$0.285"), (2254.05, "$2,254.05"), (0.0696, "$0.07"), (0.000004, "$0.000004")],
)
def test_dollars_are_written_for_people(amount: float, text: str) -> None:
    assert usd(amount) == text
