"""The analyzer: what was measured takes the place of the plan when it is enough, and patterns are ranked."""

from __future__ import annotations

import math
from typing import Any

import pytest

from advisor.latency import LatencyAnalyzer, Tokens
from domain.advice.filters import Needs
from domain.advice.latency import PROFILES
from domain.advice.planning import PlanningSizes
from domain.advice.price_finder import finder
from domain.advice.score import Weights
from domain.advice.ways import Way
from domain.patterns import BEDROCK, Pattern
from domain.pricing import PriceBook
from domain.serving.options import LambdaOption
from tests.domain.advice.prices import FIND, MODEL, REGION, TODAY

P = Pattern
SIZES = PlanningSizes(model_id=MODEL)


def analyzer(**others: Any) -> LatencyAnalyzer:
    return LatencyAnalyzer(**{"find": FIND, "sizes": SIZES, **others})


def test_a_p99_of_a_hundred_is_the_ninety_ninth() -> None:
    found = analyzer()
    for ms in range(100, 0, -1):
        found.record_latency("lambda_on_demand", ms)
    assert found.get_observed_percentile(P.LAMBDA_ON_DEMAND, 99) == 99
    assert found.get_observed_percentile("lambda_on_demand", 50) == 50
    assert found.get_observed_percentile("lambda_on_demand", 100) == 100


@pytest.mark.parametrize(("count", "p", "said"), [(9, 50, False), (10, 50, True), (10, 90, True), (10, 99, False),
                                                  (99, 99, False), (100, 99, True), (999, 99.9, False),
                                                  (1000, 99.9, True)])  # fmt: skip
def test_no_percentile_of_too_few(count: int, p: float, said: bool) -> None:
    """A p99 of ten samples is their largest and no p99."""
    found = analyzer()
    for ms in range(1, count + 1):
        found.record_latency(P.SAGEMAKER_ASYNC, ms)
    assert (found.get_observed_percentile(P.SAGEMAKER_ASYNC, p) is not None) == said


def test_measurements_take_the_place_of_a_plan_when_they_are_enough_for_a_p99() -> None:
    found = analyzer()
    for _ in range(298):
        found.record_latency(P.SAGEMAKER_SERVERLESS, 100)
    assert found.profile("sagemaker_serverless") is PROFILES[P.SAGEMAKER_SERVERLESS]
    found.record_latency(P.SAGEMAKER_SERVERLESS, 100)
    measured = found.profile(P.SAGEMAKER_SERVERLESS)
    assert measured.p50_ms == 100
    assert measured.effective_p99_ms == pytest.approx(100)
    assert not measured.assumed
    assert measured.source == "measured: 299 requests"
    assert found.profile(P.SAGEMAKER_REALTIME).assumed


def test_a_window_forgets_what_is_old() -> None:
    found = analyzer(window_size=300)
    for ms in [9000] * 300 + [50] * 300:
        found.record_latency(P.LAMBDA_ON_DEMAND, ms)
    assert found.profile(P.LAMBDA_ON_DEMAND).p99_ms == 50


def test_patterns_are_ranked_with_scores_and_reasons() -> None:
    found = analyzer().recommend_pattern(2500, 10, 5000)
    totals = [one.total for one in found]
    assert totals == sorted(totals, reverse=True)
    assert {one.pattern for one in found} | {one.pattern for one in found.excluded} == set(Pattern)
    best = found[0]
    assert best.total == pytest.approx(best.scores.total(Weights()))
    reasons = {one.pattern: " ".join(one.reasons) for one in found.excluded}
    assert "1.5 times the target" in reasons[P.SAGEMAKER_SERVERLESS]
    assert "comes later in S3" in reasons[P.SAGEMAKER_ASYNC]
    assert any(said.startswith("sagemaker_realtime: latency: a planning figure") for said in found.assumptions)


def test_a_model_of_ones_own_rules_bedrock_out_and_nothing_else() -> None:
    wide: dict[str, Any] = {"max_p99_ms": 20_000, "min_throughput_rps": 10, "max_monthly_cost_usd": 1e6}
    free = {one.pattern for one in analyzer().recommend_pattern(**wide)}
    own = {one.pattern for one in analyzer().recommend_pattern(**wide, needs_custom_model=True)}
    assert free - own == set(BEDROCK)
    assert {P.LAMBDA_ON_DEMAND, P.SAGEMAKER_SERVERLESS} <= own


def test_measured_latency_changes_the_order() -> None:
    found = analyzer()
    for _ in range(300):
        found.record_latency(P.LAMBDA_ON_DEMAND, 200)
    ranking = found.recommend_pattern(2500, 10, 5000)
    assert ranking.best is not None
    assert ranking.best.pattern is P.LAMBDA_ON_DEMAND
    assert not any("lambda_on_demand: latency" in said for said in ranking.assumptions)


def test_needs_beside_the_arguments_count_and_the_arguments_win() -> None:
    needs = Needs(target_p99_ms=1, needed_rps=10**6, gpu=True)
    found = analyzer().recommend_pattern(20_000, 10, 1e6, needs=needs)
    assert {one.pattern for one in found.excluded} == {
        P.LAMBDA_ON_DEMAND,
        P.SAGEMAKER_SERVERLESS,
        P.SAGEMAKER_ASYNC,
    }
    assert analyzer(target_p99_ms=20_000).recommend_pattern(None, 10, 1e6, needs=needs).ranked == found.ranked


def test_a_foundation_model_is_the_one_that_is_priced_and_an_unknown_one_is_excluded_with_those_that_are_known() -> (
    None
):
    found = analyzer().recommend_pattern(2500, 10, 1e9, needs=Needs(foundation_model=MODEL))
    assert {one.pattern for one in found} == set(BEDROCK)
    unknown = analyzer().recommend_pattern(2500, 10, 1e9, needs=Needs(foundation_model="who.knows"))
    reasons = {one.pattern: " ".join(one.reasons) for one in unknown.excluded}
    assert (
        f"unpriced: bedrock.tokens/who.knows/in in us-east-1: no price is known; priced there: {MODEL}"
        in (reasons[P.BEDROCK_ON_DEMAND])
    )
    assert len(unknown) == 0


def test_without_prices_there_is_no_recommendation() -> None:
    empty = analyzer(find=finder(PriceBook(()), REGION, TODAY)).recommend_pattern(2500, 10, 5000)
    assert (len(empty), empty.best) == (0, None)
    assert all("unpriced" in " ".join(one.reasons) for one in empty.excluded)


def test_a_way_that_is_known_is_used_instead_of_a_guess() -> None:
    way = Way("ours", P.LAMBDA_ON_DEMAND, LambdaOption(100, 512, max_concurrency=1))
    found = analyzer(ways={P.LAMBDA_ON_DEMAND: way}).recommend_pattern(20_000, 10, 5000)
    ours = next(one for one in found if one.pattern is P.LAMBDA_ON_DEMAND)
    assert ours.candidate.capacity_rps == 10


def test_longer_answers_cost_more_on_bedrock() -> None:
    short, long = (
        analyzer().recommend_pattern(2500, 1, 1e9, needs=Needs(foundation_model=MODEL), tokens=Tokens(500, out))
        for out in (100, 400)
    )
    usd = [next(one for one in found if one.pattern is P.BEDROCK_ON_DEMAND).candidate.monthly_usd
           for found in (short, long)]  # fmt: skip
    assert usd[0] is not None
    assert usd[1] is not None
    assert usd[0] < usd[1]


def test_prices_that_ship_are_taken_when_none_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.latency._today", lambda: TODAY)
    found = LatencyAnalyzer().recommend_pattern(2500, 10, 1e9)
    assert P.SAGEMAKER_REALTIME in {one.pattern for one in found}
    assert not any("unpriced" in reason for one in found.excluded for reason in one.reasons)


@pytest.mark.parametrize("pattern", ["lambda", "", None, 5, "LAMBDA_ON_DEMAND"])
def test_an_unknown_pattern_is_refused_with_those_that_there_are(pattern: Any) -> None:
    with pytest.raises(ValueError, match="one of lambda_on_demand, bedrock_provisioned"):
        analyzer().record_latency(pattern, 1)


@pytest.mark.parametrize("ms", [0, -1, math.nan, math.inf, True])
def test_a_latency_that_is_none_is_refused(ms: float) -> None:
    with pytest.raises(ValueError, match="latency_ms"):
        analyzer().record_latency(P.LAMBDA_ON_DEMAND, ms)


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ((0, 10, 100), "target_p99_ms"),
        ((2500, 0, 100), "min_throughput_rps"),
        ((2500, -1, 100), "min_throughput_rps"),
        ((2500, math.nan, 100), "min_throughput_rps"),
        ((2500, 10, 0), "budget_usd"),
        ((2500, 10, math.inf), "budget_usd"),
    ],
)
def test_a_workload_that_is_none_is_refused(arguments: tuple[float, float, float], names: str) -> None:
    with pytest.raises(ValueError, match=names):
        analyzer().recommend_pattern(*arguments)


def test_an_analyzer_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="window_size"):
        analyzer(window_size=0)
    with pytest.raises(ValueError, match="target_p99_ms"):
        analyzer(target_p99_ms=-1)
    with pytest.raises(ValueError, match="one with a profile"):
        analyzer(profiles={}).profile(P.LAMBDA_ON_DEMAND)
    assert len(analyzer(profiles={}).recommend_pattern(2500, 1, 1)) == 0
