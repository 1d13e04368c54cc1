"""The order of patterns, what was ruled out, and sizes to plan with."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.filters import Needs
from domain.advice.latency import PROFILES
from domain.advice.planning import PlanningSizes, planning_way
from domain.advice.ranking import Candidate, rank
from domain.advice.score import Weights
from domain.advice.throughput import TrafficProfile
from domain.advice.ways import ProvisionedModel, capacity_rps
from domain.patterns import Pattern
from domain.pricing import Unpriced
from domain.serving.options import RealtimeOption

P = Pattern
NEEDS = Needs(target_p99_ms=2500, needed_rps=10)
CHAT = TrafficProfile(1_000_000, 3.5, 6, 500, 300, 2.0)


def candidate(pattern: Pattern = P.SAGEMAKER_REALTIME, **others: Any) -> Candidate:
    return Candidate(pattern, **{"p99_ms": 1200, "capacity_rps": 20, "monthly_usd": 100, **others})


def test_what_cannot_be_priced_has_no_score() -> None:
    missing = Unpriced("bedrock.tokens/who/in", "us-east-1", "no price is known")
    found = rank([candidate(P.BEDROCK_ON_DEMAND, monthly_usd=None, unpriced=(missing,)), candidate()], NEEDS, 1000)
    assert [one.pattern for one in found] == [P.SAGEMAKER_REALTIME]
    assert found.excluded[0].reasons == ("unpriced: bedrock.tokens/who/in in us-east-1: no price is known",)
    unknown = rank([candidate(monthly_usd=None)], NEEDS, 1000)
    assert unknown.excluded[0].reasons == ("its cost is not known",)
    assert unknown.best is None


def test_the_best_meets_latency_and_budget_even_if_another_has_the_higher_total() -> None:
    slow = candidate(P.BEDROCK_ON_DEMAND, p99_ms=2600, monthly_usd=10, capacity_rps=100)
    good = candidate(P.SAGEMAKER_REALTIME, p99_ms=2500, monthly_usd=900)
    found = rank([good, slow], NEEDS, 1000)
    assert [one.pattern for one in found] == [P.BEDROCK_ON_DEMAND, P.SAGEMAKER_REALTIME]
    assert [one.meets_target for one in found] == [False, True]
    assert found.best is found[1]
    assert found[0:1] == (found[0],)
    dear = rank([candidate(monthly_usd=1001)], NEEDS, 1000)
    assert (dear[0].meets_latency, dear[0].meets_budget, dear.best) == (True, False, None)


@given(st.floats(1, 3000), st.floats(10, 100), st.floats(0, 3000), st.floats(0.1, 1), st.floats(1, 10))
def test_one_that_is_better_in_all_is_never_behind(
    p99: float, capacity: float, usd: float, less: float, more: float
) -> None:
    one = candidate(P.SAGEMAKER_REALTIME, p99_ms=p99, capacity_rps=capacity, monthly_usd=usd)
    better = candidate(P.BEDROCK_ON_DEMAND, p99_ms=p99 * less, capacity_rps=capacity * more, monthly_usd=usd * less)
    assert rank([one, better], NEEDS, 1000)[0].pattern is P.BEDROCK_ON_DEMAND


def test_weights_decide() -> None:
    fast = candidate(P.SAGEMAKER_REALTIME, p99_ms=1000, monthly_usd=1900)
    cheap = candidate(P.SAGEMAKER_SERVERLESS, p99_ms=2400, monthly_usd=10)
    for weights, first in ((Weights(1, 0, 0, 0), fast), (Weights(0, 0, 1, 0), cheap)):
        assert rank([fast, cheap], NEEDS, 1000, weights)[0].candidate is first


def test_assumptions_are_listed_with_their_pattern() -> None:
    found = rank([candidate(assumptions=("a guess", "a guess"))], NEEDS, 1000)
    assert found.assumptions == ("sagemaker_realtime: a guess",)


@pytest.mark.parametrize("budget", [0, -1, math.nan, math.inf])
def test_a_budget_that_is_none_is_refused(budget: float) -> None:
    with pytest.raises(ValueError, match="budget_usd"):
        rank([candidate()], NEEDS, budget)


def test_a_pattern_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="each pattern once"):
        rank([candidate(), candidate()], NEEDS, 1)


@pytest.mark.parametrize("pattern", Pattern)
def test_each_pattern_has_a_size_to_plan_with_that_says_what_it_guesses(pattern: Pattern) -> None:
    way = planning_way(PROFILES[pattern], CHAT)
    assert way.pattern is pattern
    assert len(way.assumptions) == 2
    assert capacity_rps(way, CHAT) > 0


def test_planned_sizes_hold_the_peak_with_headroom_and_stay_within_the_account() -> None:
    units = planning_way(PROFILES[P.BEDROCK_PROVISIONED], CHAT).size
    assert isinstance(units, ProvisionedModel)
    assert units.units == 59  # 1,944,444 tokens/min and a fifth more, at 40,000
    for most, expected in ((20, 10), (3, 3)):
        size = planning_way(PROFILES[P.SAGEMAKER_REALTIME], CHAT, PlanningSizes(most_instances=most)).size
        assert isinstance(size, RealtimeOption)
        assert size.max_instances == expected


@pytest.mark.parametrize("changes", [{"headroom": -1}, {"most_instances": 0}, {"instance_type": ""}])
def test_guesses_are_checked(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not accepted"):
        PlanningSizes(**changes)
