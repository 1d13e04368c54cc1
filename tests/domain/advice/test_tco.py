"""What ways and mixes cost in all, and what is refused instead of priced."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.tco import Mix, Share, TCOInputs, TCOResult, tco
from domain.advice.throughput import TrafficProfile
from domain.advice.ways import Demand, OnDemandModel, ProvisionedModel, Way, capacity_rps, usage_of
from domain.patterns import Pattern
from domain.serving.options import LambdaOption, RealtimeOption, ServerlessOption
from tests.domain.advice.prices import FIND, MODEL

P = Pattern
CHAT = TrafficProfile(1_000_000, 3.5, 6, 500, 300, 2.0)
MONTH = 1_000_000 * 730 / 24


def way(name: str, pattern: Pattern, size: Any, hours: float = 0) -> Way:
    return Way(name, pattern, size, hours)


def instances(most: int, *, fewest: int = 1, off: int = 1, pattern: Pattern = P.SAGEMAKER_REALTIME) -> Way:
    """Each serves 8 requests/s: 8 at the same time, a second each."""
    size = RealtimeOption(1000, "ml.g5.2xlarge", 8, 1.0, fewest, off, most)
    return way(f"{most} instances", pattern, size)


FUNCTION = way("function", P.LAMBDA_ON_DEMAND, LambdaOption(2000, 1024), 2)
TOKENS = way("tokens", P.BEDROCK_ON_DEMAND, OnDemandModel(MODEL, 900, 4_000_000), 1)
UNITS = way("units", P.BEDROCK_PROVISIONED, ProvisionedModel(MODEL, 600, 49, 40_000))


def only(*ways: Way, **others: Any) -> TCOResult:
    (found,) = tco(TCOInputs(CHAT, ways, **others), FIND)
    return found


def test_a_month_of_a_function_by_hand() -> None:
    found = only(FUNCTION, engineer_hourly_usd=90)
    compute = MONTH * 2e-7 + MONTH * 2 * 1e-5
    assert found.compute_usd == pytest.approx(compute)
    assert found.operations_usd == 180
    assert (found.tokens_usd, found.data_usd) == (0, 0)
    assert found.total_usd == pytest.approx(compute + 180)
    assert found.per_message_usd == pytest.approx((compute + 180) / MONTH)


def test_a_month_of_instances_follows_the_day() -> None:
    """6 in the six hours of 40.5 requests/s, 1 in the eighteen of 1.9."""
    found = only(instances(6), request_kb=1024, response_kb=512)
    hours = 730 * (6 * 6 + 18 * 1) / 24
    assert found.compute_usd == pytest.approx(hours * 1.5)
    assert found.data_usd == pytest.approx(MONTH * (0.016 / 1024 + 0.02 / 2048))


def test_a_month_of_tokens_and_of_units() -> None:
    assert only(TOKENS).tokens_usd == pytest.approx(MONTH * (500 * 6e-8 + 300 * 2.4e-7))
    assert only(UNITS).compute_usd == pytest.approx(49 * 730 * 20)


@pytest.mark.parametrize(
    ("refused", "figures"),
    [
        (instances(4), "32 requests a second can be served; 40.5093 are needed"),
        (instances(5), "40 requests a second can be served"),
        (way("2 units", P.BEDROCK_PROVISIONED, ProvisionedModel(MODEL, 600, 2, 40_000)), "1.66667 requests a second"),
        (way("48 units", P.BEDROCK_PROVISIONED, ProvisionedModel(MODEL, 600, 48, 40_000)), "40 requests a second"),
        (way("quota", P.BEDROCK_ON_DEMAND, OnDemandModel(MODEL, 600, 1_000_000)), "20.8333 requests a second"),
        (way("slow", P.LAMBDA_ON_DEMAND, LambdaOption(25_000, 1024)), "40 requests a second can be served"),
        (way("long", P.LAMBDA_ON_DEMAND, LambdaOption(901_000, 1024, max_concurrency=10**6)), "at most 900 s"),
        (way("cold", P.SAGEMAKER_SERVERLESS, ServerlessOption(61_000)), "at most 60 s"),
        (way("small", P.SAGEMAKER_SERVERLESS, ServerlessOption(5000)), "40 requests a second can be served"),
    ],
)
def test_what_cannot_serve_the_peak_is_refused_and_not_priced(refused: Way, figures: str) -> None:
    """Two model units and four instances are what the example was once priced with."""
    found = only(refused)
    assert figures in " ".join(found.refused)
    assert found.refused[0].startswith(refused.name)
    assert (found.total_usd, found.compute_usd, found.per_message_usd, found.lines) == (None, None, None, ())


def test_a_payload_over_a_limit_is_refused() -> None:
    small = way("serverless", P.SAGEMAKER_SERVERLESS, ServerlessOption(1000))
    assert "at most 4,194,304 B" in only(small, request_kb=5000).refused[0]


def test_a_missing_price_gives_no_total_and_says_which() -> None:
    unknown = way("tokens", P.BEDROCK_ON_DEMAND, OnDemandModel("who.knows", 900, 4_000_000))
    found = only(unknown)
    assert (found.total_usd, found.tokens_usd, found.operations_usd) == (None, None, None)
    assert [item.item for item in found.unpriced] == ["bedrock.tokens/who.knows/in", "bedrock.tokens/who.knows/out"]
    assert MODEL in found.unpriced[0].reason


def test_the_cheapest_comes_first_and_what_has_no_total_last() -> None:
    ways = (UNITS, instances(4), FUNCTION, TOKENS, instances(6))
    found = tco(TCOInputs(CHAT, ways), FIND)
    assert [one.name for one in found] == ["function", "6 instances", "tokens", "units", "4 instances"]
    assert all(one.assumptions for one in found)


def test_a_mix_pays_for_its_fixed_capacity_whatever_its_share() -> None:
    mix = Mix("mix", (Share(UNITS, 0.25), Share(TOKENS, 0.65), Share(instances(1), 0.1)))
    (found,) = tco(TCOInputs(CHAT, mixes=(mix,)), FIND)
    assert found.tokens_usd == pytest.approx(0.65 * MONTH * (500 * 6e-8 + 300 * 2.4e-7))
    assert found.compute_usd == pytest.approx(49 * 730 * 20 + 730 * 1.5)
    assert found.patterns == (P.BEDROCK_PROVISIONED, P.BEDROCK_ON_DEMAND, P.SAGEMAKER_REALTIME)


def test_a_mix_is_refused_for_any_part_that_cannot_serve_its_share() -> None:
    mix = Mix("mix", (Share(instances(1), 0.3), Share(TOKENS, 0.7)))
    (found,) = tco(TCOInputs(CHAT, mixes=(mix,)), FIND)
    assert found.refused == ("1 instances: 8 requests a second can be served; 12.1528 are needed",)
    assert found.total_usd is None


@given(st.floats(0.05, 0.95))
def test_a_mix_of_two_that_are_paid_by_use_costs_between_them(share: float) -> None:
    mix = Mix("mix", (Share(FUNCTION, share), Share(TOKENS, 1 - share)))
    results = {one.name: one.total_usd for one in tco(TCOInputs(CHAT, (FUNCTION, TOKENS), (mix,)), FIND)}
    function, tokens, both = results["function"], results["tokens"], results["mix"]
    assert function is not None
    assert tokens is not None
    assert both == pytest.approx(share * function + (1 - share) * tokens)


sizes = st.one_of(
    st.builds(lambda ms, warm: (P.LAMBDA_ON_DEMAND, LambdaOption(ms, 1024, provisioned_concurrency=warm)),
              st.floats(1, 20_000), st.integers(0, 50)),
    st.builds(lambda ms, warm: (P.SAGEMAKER_SERVERLESS, ServerlessOption(ms, 1024, warm)),
              st.floats(1, 20_000), st.integers(0, 50)),
    st.builds(lambda ms, most: (P.SAGEMAKER_REALTIME, RealtimeOption(ms, max_instances=most)),
              st.floats(1, 20_000), st.integers(1, 50)),
)  # fmt: skip


@given(sizes, st.integers(1, 10**7), st.integers(0, 10**7), st.floats(1, 4))
def test_more_traffic_never_costs_less(chosen: Any, daily: int, more: int, multiplier: float) -> None:
    one = way("way", *chosen)
    costs = []
    for messages in (daily, daily + more):
        demand = Demand(TrafficProfile(messages, multiplier, 6))
        usage = usage_of(one, demand)
        assert 0 <= usage.provisioned_busy_seconds <= usage.busy_seconds
        costs.append(usage)
    assert costs[0].busy_seconds <= costs[1].busy_seconds * (1 + 1e-9)
    assert costs[0].instance_hours <= costs[1].instance_hours


def test_capacity_kept_warm_is_busy_for_what_fits_into_it() -> None:
    """10 kept, 2 s a request: all of the 3.9 at the same time off the peak, 10 of the 81 in it."""
    kept = way("kept", P.LAMBDA_ON_DEMAND, LambdaOption(2000, 1024, provisioned_concurrency=10))
    usage = usage_of(kept, Demand(CHAT))
    busy = 3600 * 730 / 24 * (10 * 6 + CHAT.off_peak_rps * 2 * 18)
    assert usage.provisioned_busy_seconds == pytest.approx(busy)
    assert usage.busy_seconds == pytest.approx(MONTH * 2)
    assert usage.provisioned_gb_seconds == 10 * 730 * 3600


def test_starts_of_a_function_are_billed() -> None:
    cold = way("cold", P.LAMBDA_ON_DEMAND, LambdaOption(2000, 1024, init_ms=3000, cold_share=0.05))
    assert usage_of(cold, Demand(CHAT)).busy_seconds == pytest.approx(MONTH * 2.15)


def test_hours_without_traffic_have_their_own_number_of_instances() -> None:
    """All of the day in six hours: an asynchronous endpoint goes to zero in the others."""
    day = TrafficProfile(1_000_000, 4, 6)
    usage = usage_of(instances(6, off=0, pattern=P.SAGEMAKER_ASYNC), Demand(day))
    assert usage.instance_hours == pytest.approx(6 * 730 / 4)


def test_a_quota_of_tokens_is_no_capacity_without_tokens() -> None:
    with pytest.raises(ValueError, match="tokens is limited by tokens"):
        capacity_rps(TOKENS, TrafficProfile(1000))


@pytest.mark.parametrize(
    ("shares", "names"),
    [
        ((Share(TOKENS, 0.5), Share(FUNCTION, 0.4)), "sum is 1"),
        ((Share(TOKENS, 0.5), Share(TOKENS, 0.5)), "way of its own"),
        ((), "at least one"),
    ],
)
def test_shares_that_are_no_mix_are_refused(shares: tuple[Share, ...], names: str) -> None:
    with pytest.raises(ValueError, match=names):
        Mix("mix", shares)


@pytest.mark.parametrize("share", [0, -0.1, 1.1, math.nan])
def test_a_share_out_of_range_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share of tokens"):
        Share(TOKENS, share)


@pytest.mark.parametrize(
    ("given_fields", "names"),
    [
        ({}, "at least one"),
        ({"ways": (TOKENS, TOKENS)}, "name of its own"),
        ({"ways": (TOKENS,), "request_kb": -1}, "request_kb"),
        ({"ways": (TOKENS,), "engineer_hourly_usd": math.nan}, "engineer_hourly_usd"),
    ],
)
def test_a_comparison_of_nothing_is_refused(given_fields: dict[str, Any], names: str) -> None:
    with pytest.raises(ValueError, match=names):
        TCOInputs(CHAT, **given_fields)


def test_a_way_of_another_kind_or_without_a_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="a LambdaOption for lambda_on_demand"):
        way("x", P.LAMBDA_ON_DEMAND, ServerlessOption(1000))
    with pytest.raises(ValueError, match="max_instances"):
        way("x", P.SAGEMAKER_REALTIME, RealtimeOption(1000))
    with pytest.raises(ValueError, match="operations_hours"):
        way("x", P.LAMBDA_ON_DEMAND, LambdaOption(1000), -1)


@pytest.mark.parametrize(
    "size",
    [
        lambda: OnDemandModel("", 900, 1),
        lambda: OnDemandModel(MODEL, 0, 1),
        lambda: OnDemandModel(MODEL, 900, 0),
        lambda: ProvisionedModel(MODEL, 900, 0, 1),
        lambda: ProvisionedModel(MODEL, 900, 1, math.nan),
        lambda: ProvisionedModel(MODEL, 900, 1, 1, "NoCommitment"),
    ],
)
def test_sizes_of_models_are_checked(size: Any) -> None:
    with pytest.raises(ValueError, match="not accepted"):
        size()
