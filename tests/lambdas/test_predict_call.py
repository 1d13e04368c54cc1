"""A file's calls stay in one budget; only timeouts and a model that is not ready are retried, throttling backs off."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.batches.outcomes import Action, EndpointError
from domain.serverless import RetryPolicy
from lambdas.clients.endpoints import EndpointCallError
from lambdas.predict.call import Answer, GaveUp, Timing, call_within_budget

NOT_READY = EndpointError("ModelNotReadyException", 429)
TIMED_OUT = EndpointError("Timeout", 0)
THROTTLED = EndpointError("ThrottlingException", 400)
BROKEN = EndpointError("ServiceUnavailable", 503)
BAD_INPUT = EndpointError("ModelError", 424, original_status=400)


class Script:
    """An endpoint that fails as told, then answers: (error, seconds of the call; None for its whole timeout)."""

    def __init__(self, time: Any, *failures: tuple[EndpointError, float | None]) -> None:
        self.time = time
        self.failures = list(failures)
        self.timeouts: list[float] = []

    def __call__(self, body: bytes, content_type: str, timeout_s: float) -> bytes:
        self.timeouts.append(timeout_s)
        if not self.failures:
            self.time.now += min(0.25, timeout_s)
            return b"answer"
        error, seconds = self.failures.pop(0)
        self.time.now += timeout_s if seconds is None else min(seconds, timeout_s)
        raise EndpointCallError(error)


def call(script: Script, policy: RetryPolicy | None = None) -> Answer | GaveUp:
    timing = Timing(script.time.clock, script.time.sleep, lambda: 1.0)
    return call_within_budget(script, b"x", "image/png", policy or RetryPolicy(), timing)


def test_a_first_answer_needs_no_pause(fake_time: Any) -> None:
    assert call(Script(fake_time)) == Answer(b"answer", 1, 250.0)
    assert fake_time.pauses == []


def test_a_model_that_is_not_ready_is_asked_again_after_three_seconds(fake_time: Any) -> None:
    result = call(Script(fake_time, (NOT_READY, 1.0), (NOT_READY, 1.0)))
    assert result == Answer(b"answer", 3, 8250.0)
    assert fake_time.pauses == [3.0, 3.0]


def test_two_timeouts_spend_the_budget_of_120_seconds_exactly(fake_time: Any) -> None:
    script = Script(fake_time, (TIMED_OUT, None), (TIMED_OUT, None))
    result = call(script)
    assert script.timeouts == [60.0, 57.0]
    assert fake_time.now == 120.0
    assert isinstance(result, GaveUp)
    assert (result.outcome.reason, result.attempts) == ("timeout", 2)


def test_two_retries_and_no_more(fake_time: Any) -> None:
    result = call(Script(fake_time, *[(NOT_READY, 0.1)] * 5))
    assert isinstance(result, GaveUp)
    assert (result.outcome.reason, result.attempts) == ("model_not_ready", 3)


@pytest.mark.parametrize(("error", "action"), [(BROKEN, Action.DEFER), (BAD_INPUT, Action.INPUT_ERROR)])
def test_what_no_retry_helps_is_tried_once(fake_time: Any, error: EndpointError, action: Action) -> None:
    result = call(Script(fake_time, (error, 0.1)))
    assert isinstance(result, GaveUp)
    assert (result.outcome.action, result.attempts, fake_time.pauses) == (action, 1, [])


def test_throttling_costs_time_but_no_retry(fake_time: Any) -> None:
    result = call(Script(fake_time, *[(THROTTLED, 0.0)] * 3, (NOT_READY, 0.0), (NOT_READY, 0.0)))
    assert isinstance(result, Answer)
    assert result.attempts == 6
    assert fake_time.pauses == [0.5, 1.0, 2.0, 3.0, 3.0]


def test_endless_throttling_goes_to_batch(fake_time: Any) -> None:
    result = call(Script(fake_time, *[(THROTTLED, 0.0)] * 50))
    assert isinstance(result, GaveUp)
    assert result.outcome.reason == "throttled"


failures = st.lists(
    st.tuples(st.sampled_from([NOT_READY, TIMED_OUT, THROTTLED]), st.none() | st.floats(0, 70)), max_size=12
)
policies = st.builds(
    RetryPolicy,
    initial_timeout_s=st.floats(0.5, 60),
    retry_delay_s=st.floats(0, 10),
    max_retries=st.integers(0, 5),
    task_timeout_s=st.floats(60, 200),
)


@given(failures, policies, st.floats(0, 1))
def test_no_order_of_failures_exceeds_the_budget(
    made: list[tuple[EndpointError, float | None]], policy: RetryPolicy, chance: float
) -> None:
    time = _clock()
    script = Script(time, *made)
    call_within_budget(script, b"x", "t", policy, Timing(time.clock, time.sleep, lambda: chance))
    assert time.now <= policy.task_timeout_s * (1 + 1e-9)
    assert all(timeout <= policy.initial_timeout_s for timeout in script.timeouts)


def _clock() -> Any:
    """A clock for a property, which may not share a fixture between its examples."""

    class Clock:
        now = 0.0

        def clock(self) -> float:
            return self.now

        def sleep(self, seconds: float) -> None:
            self.now += seconds

    return Clock()
