"""Property 13: the primary first, the secondary only when the primary does not answer; and the time it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from domain.resilience import CrossRegionClient, FailureReason, OneProbeBreaker, Retries, Timing, classify
from domain.switching.retry_budget import RetryBudget
from tests.domain.resilience.lease_cases import EAST, WEST

THROTTLE = ClientError({"Error": {"Code": "SlowDown"}, "ResponseMetadata": {"HTTPStatusCode": 503}}, "Put")
BROKEN = ClientError({"Error": {"Code": "InternalError"}, "ResponseMetadata": {"HTTPStatusCode": 500}}, "Put")
WRONG = ClientError({"Error": {"Code": "ValidationException"}, "ResponseMetadata": {"HTTPStatusCode": 400}}, "Put")
SLOW = ReadTimeoutError(endpoint_url="https://east.example")
errors = st.sampled_from(
    [None, THROTTLE, BROKEN, WRONG, SLOW, ConnectionError("gone"), TimeoutError("late"), KeyError()]
)


@dataclass
class Regions:
    """Two Regions that answer as they are told to, a clock, and what was asked and counted."""

    answers: dict[str, list[Exception | None]]
    takes_s: float = 0.0
    now_s: float = 0.0
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    counted: list[tuple[str, int]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def execute(self, region: str, operation: str, **kwargs: Any) -> str:
        self.asked.append((region, operation, kwargs))
        self.now_s += min(self.takes_s, kwargs.get("timeout_s", self.takes_s))
        waiting = self.answers[region]
        error = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if error is not None:
            raise error
        return region

    def count(self, name: str, value: int) -> None:
        self.counted.append((name, value))

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds

    def client(self, **options: Any) -> CrossRegionClient:
        return CrossRegionClient(EAST, WEST, execute=self.execute, emit_metric=self.count, **options)

    def timing(self, deadline_s: float = 10.0, attempt_s: float = 2.0) -> Timing:
        return Timing(lambda: self.now_s, self.sleep, lambda: 0.5, deadline_s, attempt_s)


def outcome(client: CrossRegionClient) -> Any:
    try:
        return client.access_with_failover("accept", key="k", amount=3)
    except Exception as error:  # noqa: BLE001 - the test looks at whatever it is
        return error


@given(errors, errors)
def test_the_primary_is_first_and_the_secondary_only_when_it_does_not_answer(
    first: Exception | None, second: Exception | None
) -> None:
    regions, told = Regions({EAST: [first], WEST: [second]}), list[FailureReason]()
    found = outcome(regions.client(on_failover=told.append))
    over = first is not None and classify(first).fails_over
    assert [asked[0] for asked in regions.asked] == ([EAST, WEST] if over else [EAST])
    assert all(asked[1:] == ("accept", {"key": "k", "amount": 3}) for asked in regions.asked)
    assert regions.counted == ([("CrossRegionFailoverCount", 1)] if over else [])
    assert told == ([classify(first)] if first is not None and over else [])
    last = second if over else first
    assert found is (last if last is not None else (WEST if over else EAST)) or found == (WEST if over else EAST)
    assert regions.slept == []


@given(
    st.lists(errors, min_size=1, max_size=6),
    st.lists(errors, min_size=1, max_size=6),
    st.integers(0, 5),
    st.floats(0, 4),
    st.booleans(),
)
def test_a_call_ends_by_its_deadline_and_makes_no_more_attempts_than_it_may(
    first: list[Exception | None], second: list[Exception | None], limit: int, takes_s: float, breaks: bool
) -> None:
    regions = Regions({EAST: first, WEST: second}, takes_s=takes_s)
    breaker = OneProbeBreaker(lambda: regions.now_s, opens_after=1) if breaks else None
    client = regions.client(timing=regions.timing(), retries=Retries(limit), breaker=breaker)
    for _ in range(3):
        before, begun = len(regions.asked), regions.now_s
        outcome(client)
        assert regions.now_s - begun <= 10.0 + 1e-9
        assert len(regions.asked) - before <= 2 + limit
        order = [asked[0] for asked in regions.asked[before:]]
        assert order == sorted(order), "once in the secondary, no way back"
        assert all(0 < asked[2]["timeout_s"] <= 2.0 for asked in regions.asked[before:])


def test_throttling_backs_off_in_the_same_region() -> None:
    regions = Regions({EAST: [THROTTLE, THROTTLE, None], WEST: [None]})
    assert regions.client(timing=regions.timing(), retries=Retries(3)).access_with_failover("put") == EAST
    assert regions.slept == pytest.approx([0.05, 0.1])
    assert regions.counted == []


def test_the_budget_bounds_retries_of_all_calls() -> None:
    regions = Regions({EAST: [THROTTLE], WEST: [None]})
    budget = RetryBudget(0.0, 0.0, floor_per_s=0.0, capacity=3.0)
    client = regions.client(timing=regions.timing(), retries=Retries(5, budget=budget))
    for _ in range(4):
        assert outcome(client) is THROTTLE
    assert len(regions.asked) == 4 + 3


def test_a_dead_primary_is_waited_for_by_a_few_only() -> None:
    regions = Regions({EAST: [SLOW], WEST: [None]}, takes_s=2.0)
    regions.takes_s = 0.0

    def execute(region: str, operation: str, **kwargs: Any) -> str:
        regions.now_s += kwargs["timeout_s"] if region == EAST else 0.01
        return regions.execute(region, operation, **kwargs)

    breaker = OneProbeBreaker(lambda: regions.now_s, opens_after=3, cool_down_s=10.0)
    client = CrossRegionClient(
        EAST, WEST, execute=execute, emit_metric=regions.count, breaker=breaker, timing=regions.timing()
    )
    assert all(client.access_with_failover("put") == WEST for _ in range(1000))
    assert sum(asked[0] == EAST for asked in regions.asked) <= 5
    assert len(regions.counted) == 1000


def test_an_open_circuit_closes_with_its_probe() -> None:
    regions = Regions({EAST: [SLOW], WEST: [None]})
    breaker = OneProbeBreaker(lambda: regions.now_s, opens_after=1, cool_down_s=5.0)
    told: list[FailureReason] = []
    client = regions.client(breaker=breaker, on_failover=told.append)
    assert [client.access_with_failover("put") for _ in range(2)] == [WEST, WEST]
    assert told == [FailureReason.TIMEOUT, FailureReason.CIRCUIT_OPEN]
    regions.now_s, regions.answers[EAST] = 6.0, [WRONG, None]
    assert outcome(client) is WRONG, "a refusal is an answer"
    assert client.access_with_failover("put") == EAST


def test_one_probe_at_a_time() -> None:
    now = [0.0]
    breaker = OneProbeBreaker(lambda: now[0], opens_after=2, cool_down_s=5.0)
    for _ in range(2):
        breaker.failed(EAST, FailureReason.TIMEOUT)
    assert not breaker.allows(EAST)
    assert breaker.allows(WEST)
    now[0] = 5.0
    assert [breaker.allows(EAST) for _ in range(3)] == [True, False, False]
    breaker.failed(EAST, FailureReason.TIMEOUT)
    assert not breaker.allows(EAST)
    now[0] = 10.0
    assert breaker.allows(EAST)


def test_the_secondarys_failure_says_what_came_before() -> None:
    regions = Regions({EAST: [SLOW], WEST: [BROKEN]})
    with pytest.raises(ClientError) as caught:
        regions.client().access_with_failover("put")
    assert caught.value is BROKEN
    assert EAST in "".join(BROKEN.__notes__)


@pytest.mark.parametrize("pair", [(EAST, EAST), ("", WEST), (EAST, "")])
def test_what_are_no_two_regions_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="_region"):
        CrossRegionClient(*pair, execute=lambda *_: None, emit_metric=lambda *_: None)


def test_retries_need_a_clock_and_two_attempts_fit_the_deadline() -> None:
    with pytest.raises(ValueError, match="timing"):
        Regions({}).client(retries=Retries(1))
    with pytest.raises(ValueError, match="attempt_s"):
        Regions({}).timing(deadline_s=3.0, attempt_s=2.0)
    with pytest.raises(ValueError, match="base_s"):
        Retries(base_s=float("nan"))
