"""The calculator of total cost over the prices that ship."""

from __future__ import annotations

from datetime import date

from advisor.prices.book import load_prices
from advisor.tco import TCOCalculator
from domain.advice.tco import Mix, Share, TCOInputs
from domain.advice.throughput import TrafficProfile
from domain.advice.ways import OnDemandModel, ProvisionedModel, Way
from domain.patterns import Pattern
from domain.pricing import PriceBook
from domain.serving.options import LambdaOption, RealtimeOption

CHAT = TrafficProfile(1_000_000, 3.5, 6, 500, 300, 2.0)
BOOK = load_prices()
DAY = max(price.observed for price in BOOK.prices)
MODEL = "amazon.nova-2-lite-v1:0"
TOKENS = Way("tokens", Pattern.BEDROCK_ON_DEMAND, OnDemandModel(MODEL, 900, 4_000_000), 2)
UNITS = Way("49 units", Pattern.BEDROCK_PROVISIONED, ProvisionedModel(MODEL, 600, 49, 40_000), 4)
INSTANCES = Way("instances", Pattern.SAGEMAKER_REALTIME, RealtimeOption(1000, "ml.g5.2xlarge", 8, max_instances=6), 12)
TOO_FEW = Way("4 instances", Pattern.SAGEMAKER_REALTIME, RealtimeOption(1000, "ml.g5.2xlarge", 8, max_instances=4))
FUNCTION = Way("function", Pattern.LAMBDA_ON_DEMAND, LambdaOption(2000, 1024), 2)
MIX = Mix("mix", (Share(TOKENS, 0.6), Share(INSTANCES, 0.4)))


def test_every_figure_stands_on_a_price_with_a_source_and_a_day() -> None:
    inputs = TCOInputs(CHAT, (TOKENS, UNITS, INSTANCES, FUNCTION), (MIX,), engineer_hourly_usd=100)
    found = TCOCalculator(on=DAY).calculate_all(inputs)
    assert len(found) == 5
    for one in found:
        assert one.total_usd is not None
        assert one.total_usd > 0
        assert not one.refused
        assert not one.unpriced
        for line in one.lines:
            assert (line.price is None) == (line.part == "operations")
            assert line.price is None or (line.price.source and line.price.observed <= DAY)
    assert [one.total_usd for one in found] == sorted(one.total_usd or 0 for one in found)
    dearest = found[-1]
    assert dearest.name == "49 units"  # 60.50 an hour each, as AWS lists them


def test_too_little_capacity_is_refused_and_an_unknown_region_is_unpriced() -> None:
    (few,) = TCOCalculator(on=DAY).calculate_all(TCOInputs(CHAT, (TOO_FEW,)))
    assert few.total_usd is None
    assert "32 requests a second can be served; 40.5093 are needed" in few.refused[0]
    (elsewhere,) = TCOCalculator(region="eu-central-2", on=DAY).calculate_all(TCOInputs(CHAT, (TOKENS,)))
    assert elsewhere.total_usd is None
    assert elsewhere.unpriced


def test_old_prices_are_none() -> None:
    (later,) = TCOCalculator(on=date(2029, 1, 1)).calculate_all(TCOInputs(CHAT, (TOKENS,)))
    assert later.total_usd is None
    assert "days old" in later.unpriced[0].reason
    (none,) = TCOCalculator(PriceBook(()), on=DAY).calculate_all(TCOInputs(CHAT, (FUNCTION,)))
    assert none.total_usd is None


def test_today_is_taken_when_no_day_is_given() -> None:
    assert TCOCalculator(BOOK).calculate_all(TCOInputs(CHAT, (FUNCTION,)))[0].name == "function"
