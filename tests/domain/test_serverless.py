"""Serverless configuration stays in SageMaker's ranges, all attempts stay in one budget, over the threshold is cold."""

import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from domain.serverless import MEMORY_SIZES_MB, RetryPolicy, ServerlessConfig, is_cold_start

seconds = st.floats(0.01, 900, allow_nan=False)


@st.composite
def policies(draw: st.DrawFn) -> RetryPolicy:
    task = draw(seconds)
    return RetryPolicy(
        initial_timeout_s=draw(st.floats(task / 500, task)),
        retry_delay_s=draw(st.floats(0, 60)),
        max_retries=draw(st.integers(0, 20)),
        task_timeout_s=task,
    )


@given(st.integers(-10, 10_000), st.integers(-5, 300), st.integers(-5, 300))
def test_a_configuration_exists_exactly_inside_the_ranges(memory: int, concurrency: int, provisioned: int) -> None:
    inside = memory in MEMORY_SIZES_MB and 1 <= concurrency <= 200 and 0 <= provisioned <= concurrency
    if inside:
        assert ServerlessConfig(memory, concurrency, provisioned).memory_size_in_mb == memory
    else:
        with pytest.raises(ValueError, match="is not accepted"):
            ServerlessConfig(memory, concurrency, provisioned)


@given(st.sampled_from(MEMORY_SIZES_MB), st.integers(1, 200), st.data())
def test_every_configuration_inside_the_ranges_is_accepted(memory: int, concurrency: int, data: st.DataObject) -> None:
    provisioned = data.draw(st.integers(0, concurrency))
    config = ServerlessConfig(memory, concurrency, provisioned)
    assert (config.memory_size_in_mb, config.max_concurrency) == (memory, concurrency)


@pytest.mark.parametrize(
    ("values", "name"),
    [((1000, 1), "memory_size_in_mb = 1000"), ((2048.0, 1), "memory_size_in_mb"), ((1024, 0), "max_concurrency = 0"),
     ((1024, 201), "max_concurrency = 201"), ((1024, 5, 6), "provisioned_concurrency = 6")],
)  # fmt: skip
def test_a_configuration_outside_is_refused_by_name(values: tuple[int, ...], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        ServerlessConfig(*values)


def test_the_default_policy_gives_the_second_attempt_what_is_left() -> None:
    assert RetryPolicy().attempt_timeouts() == (60.0, 57.0)


@given(policies())
@example(RetryPolicy(33.2, 1.1, 5, 99.59158233129625))  # the sum would exceed the budget by its rounding
@example(RetryPolicy(36.8, 1.4, 5, 110.30471634711132))
def test_attempts_and_pauses_together_never_exceed_the_budget(policy: RetryPolicy) -> None:
    timeouts = policy.attempt_timeouts()
    assert timeouts[0] == policy.initial_timeout_s
    assert len(timeouts) <= 1 + policy.max_retries
    assert all(0 < timeout <= policy.initial_timeout_s for timeout in timeouts)
    assert sum(timeouts) + policy.retry_delay_s * (len(timeouts) - 1) <= policy.task_timeout_s


@given(policies(), st.lists(st.floats(0, 1), min_size=30, max_size=30))
def test_the_runtime_loop_obeys_the_same_budget_however_long_attempts_take(
    policy: RetryPolicy, shares: list[float]
) -> None:
    elapsed = attempts = 0.0
    for share in shares:
        timeout = policy.next_attempt(int(attempts), elapsed)
        if timeout is None:
            break
        elapsed += (policy.retry_delay_s if attempts else 0.0) + timeout * share
        attempts += 1
        assert elapsed <= policy.task_timeout_s * (1 + 1e-12)
    assert 1 <= attempts <= 1 + policy.max_retries


@given(policies(), st.floats(0, 1000), st.floats(0, 100))
def test_a_pause_of_any_length_counts(policy: RetryPolicy, elapsed: float, pause: float) -> None:
    timeout = policy.next_attempt(0, elapsed, pause)
    assume(timeout is not None)
    assert timeout is not None
    assert elapsed + pause + timeout <= policy.task_timeout_s


@pytest.mark.parametrize(
    ("values", "name"),
    [((130.0,), "initial_timeout_s = 130.0"), ((0.0,), "initial_timeout_s"), ((1.0, -1.0), "retry_delay_s"),
     ((1.0, 1.0, -1), "max_retries"), ((1.0, 1.0, 1, 0.0), "task_timeout_s"), ((math.nan,), "initial_timeout_s"),
     ((1.0, 1.0, 1, math.inf), "task_timeout_s")],
)  # fmt: skip
def test_a_policy_that_cannot_be_is_refused_by_name(values: tuple[float, ...], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        RetryPolicy(*values)  # type: ignore[arg-type]  # a mix of ints and floats


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_cold_is_what_takes_longer_than_the_threshold(latency: float, threshold: float) -> None:
    assert is_cold_start(latency, threshold) == (latency > threshold)


def test_exactly_five_seconds_is_warm_and_a_negative_time_is_refused() -> None:
    assert not is_cold_start(5000.0)
    assert is_cold_start(5000.1)
    with pytest.raises(ValueError, match=r"latency_ms = -1"):
        is_cold_start(-1)
