"""Bedrock: quotas of calls and tokens, what is reserved and given back, and model units."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.simulation import (
    BedrockOnDemandSetup,
    BedrockProvisionedSetup,
    Retry,
    ServiceTime,
    Tokens,
    Trace,
    simulate,
    steady,
)
from tests.advisor.simulation.plain import minute_quota

SECOND = ServiceTime(1000, 1000)
TIMES = st.lists(st.integers(0, 800).map(lambda tick: tick / 4), min_size=1, max_size=60).map(sorted)


def trace(*times: float, duration_s: float = 1000.0) -> Trace:
    return Trace(np.array(times), duration_s, "mine", "a test")


def model(**more: Any) -> BedrockOnDemandSetup:
    given_ = {"service": SECOND, "tokens": Tokens(500, 300), "tokens_per_minute": 8000.0}
    return BedrockOnDemandSetup(**given_ | more)


def test_a_minutes_tokens_are_taken_and_more_are_throttled() -> None:
    found = simulate(trace(*[0.0] * 12, 60), model(), 1)
    assert found.errors["throttled"] == 2
    assert (found.tokens_in, found.tokens_out) == (11 * 500, 11 * 300)
    assert found.timeline.in_use[:2].tolist() == [8000, 800]
    assert set(found.timeline.capacity) == {8000}
    assert found.timeline.unit == "tokens per minute"


def test_a_quota_of_calls_counts_calls() -> None:
    assert simulate(trace(*[0.0] * 12), model(tokens_per_minute=None, requests_per_minute=7), 1).answered == 7


def test_without_a_quota_everything_is_answered() -> None:
    found = simulate(steady(50, 100, seed=1), model(tokens_per_minute=None), 1)
    assert found.error_rate == 0
    assert math.isinf(found.timeline.capacity[0])


def test_what_is_reserved_for_the_answer_throttles_and_comes_back_when_the_call_ends() -> None:
    """8,000 tokens hold two calls that may answer with 3,000, though each uses 800 in the end."""
    found = simulate(trace(0, 0, 0, 1, 1, 1), model(max_tokens=3000), 1)
    assert found.answered == 3
    assert simulate(trace(0, 0, 0, 1, 1, 1), model(), 1).answered == 6


def test_answers_may_count_several_times() -> None:
    assert simulate(trace(*[0.0] * 12), model(burndown=5), 1).answered == 4


def test_a_call_that_is_larger_than_the_quota_is_always_throttled() -> None:
    assert simulate(trace(0, 500), model(tokens_per_minute=700), 1).answered == 0


def test_a_longer_answer_takes_longer() -> None:
    found = simulate(trace(0), model(ms_per_output_token=10, overhead_ms=5), 1)
    assert found.latencies_ms.tolist() == pytest.approx([4005])


def test_tokens_vary_around_their_mean() -> None:
    found = simulate(steady(100, 3000, seed=1), model(tokens=Tokens(500, 300, 0.8), tokens_per_minute=None), 1)
    assert found.tokens_in / found.requests == pytest.approx(500, rel=0.02)
    assert found.tokens_out / found.requests == pytest.approx(300, rel=0.02)


def test_a_client_that_retries_gets_through_when_the_quota_has_refilled() -> None:
    found = simulate(trace(*[0.0] * 11), model(retry=Retry(20, backoff_s=4)), 1)
    assert found.answered == 11
    assert found.latencies_ms.max() > 5000


def test_model_units_are_paid_for_all_the_time_and_take_their_tokens() -> None:
    """The brief's example: 1,944,444 tokens a minute at 40,000 a unit are 49 units, not 2."""
    load = steady(40.5, 1200, seed=1)
    two, many = (
        simulate(
            load,
            BedrockProvisionedSetup(
                service=SECOND, tokens=Tokens(500, 300), units=units, tokens_per_minute_per_unit=40_000
            ),
            1,
        )
        for units in (2, 49)
    )
    assert two.error_rate > 0.9
    assert many.error_rate < 0.01
    assert many.provisioned_seconds == 49 * 1200


@given(TIMES, st.sampled_from([900.0, 4000.0, 8000.0]))
def test_a_bucket_that_is_written_down_says_the_same(times: list[float], quota: float) -> None:
    found = simulate(trace(*times), model(tokens_per_minute=quota), 1)
    assert found.answered == sum(minute_quota(times, [800] * len(times), quota))


@given(TIMES, st.floats(900, 9000), st.floats(900, 9000))
def test_with_calls_of_one_size_a_larger_quota_never_throttles_more(times: list[float], one: float, two: float) -> None:
    small, large = (simulate(trace(*times), model(tokens_per_minute=quota), 1) for quota in sorted((one, two)))
    assert large.errors["throttled"] <= small.errors["throttled"]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: model(tokens_per_minute=0), "tokens_per_minute = 0"),
        (lambda: model(requests_per_minute=math.nan), "requests_per_minute = nan"),
        (lambda: model(max_tokens=0), "max_tokens = 0"),
        (lambda: model(burndown=0.5), "burndown = 0.5"),
        (lambda: model(quota_window_s=0), "quota_window_s = 0"),
        (lambda: model(ms_per_output_token=-1), "ms_per_output_token = -1"),
        (lambda: Tokens(-1, 0), "mean_in = -1"),
        (lambda: Tokens(1, math.nan), "mean_out = nan"),
        (
            lambda: BedrockProvisionedSetup(service=SECOND, tokens=Tokens(1, 1), units=0, tokens_per_minute_per_unit=1),
            "units = 0",
        ),
        (
            lambda: BedrockProvisionedSetup(
                service=SECOND, tokens=Tokens(1, 1), units=1, tokens_per_minute_per_unit=math.inf
            ),
            "tokens_per_minute_per_unit = inf",
        ),
    ],
)
def test_sizes_that_cannot_be_are_refused(make: Any, words: str) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011
        make()
    assert words in str(found.value)
