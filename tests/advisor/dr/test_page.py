"""The page about disaster recovery: the defaults meet every tier, and the bill follows from the prices."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from advisor.cost_page.rates import Rates, UnpricedError, newest
from advisor.dr import costs, page
from advisor.prices.book import load_prices
from domain.resilience.recovery_paths import DNS
from domain.resilience.tiers import TIERS

pytestmark = pytest.mark.xdist_group("pulumi_aws")

BOOK = load_prices()
RATES = Rates(BOOK, page.REGION, newest(BOOK))
BILL = {line.what: line.usd for line in costs.bill(RATES)}


@pytest.mark.parametrize("tier", TIERS)
def test_the_defaults_meet_every_tier(tier: int) -> None:
    found = page.computed(tier)
    assert found.holds, found.findings
    assert f"{found.declared.name}" in page.tiers()


def test_a_name_that_follows_the_alarm_is_too_slow_for_tier_1_and_the_page_says_so() -> None:
    assert page.computed(1).path(DNS).worst_s <= TIERS[1].rto_s < page.computed(1, check="canary").path(DNS).worst_s
    assert "| dns, by the alarm |" in page.parts()


def test_a_stricter_tier_never_costs_less() -> None:
    for line in BILL.values():
        assert all(strict >= lax for strict, lax in pairwise(line[tier] for tier in TIERS))
    totals = costs.totals(costs.bill(RATES))
    assert totals[1] > totals[2] > totals[3]
    assert totals[1] == pytest.approx(sum(line[1] for line in BILL.values()))


def test_what_can_be_counted_by_hand_comes_to_that() -> None:
    minutes = 730 * 60
    # 51 of 60 seconds at 256 MB, in two Regions.
    keeper = minutes * (51 * 0.25 * RATES("lambda/duration/arm64") + RATES("lambda/requests"))
    assert BILL["keepers of the lease"][2] == pytest.approx(2 * keeper)
    assert BILL["keepers of the lease"][3] == pytest.approx(keeper)
    # 9 + 9 + 11 units in the ledger and 16 in the token store, each in two replicas, and a hundred thousand of them.
    units = 100_000 * (29 + 16)
    assert BILL["ledger and token store"][1] >= 2 * units * RATES("dynamodb/write")
    assert BILL["copies of artifacts"][1] == pytest.approx(5 * 0.023 + 0.01 + 0.015)
    assert BILL["endpoints on instances, twice"] == {1: 400.0, 2: 0.0, 3: 0.0}
    assert BILL["health checks of a name"] == {1: 5.0, 2: 0.0, 3: 0.0}


def test_a_price_that_is_missing_is_no_price_of_0() -> None:
    lacking = tuple(price for price in BOOK.prices if price.item != "s3/replication-time-control")
    with pytest.raises(UnpricedError, match="replication-time-control"):
        costs.bill(replace(RATES, book=replace(BOOK, prices=lacking)))


def test_the_page_shows_what_nothing_covers() -> None:
    assert "| other tables, files and queues | not covered |" in page.data()
    assert "*assumption*" in page.parts()
