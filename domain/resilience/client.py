"""One call, two Regions: the primary first, the secondary when the primary does not answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from domain.checks import finite_number, refuse, whole_number
from domain.resilience.activity import checked_pair
from domain.resilience.breaker import Breaker
from domain.resilience.failures import FailureReason, classify
from domain.switching.retry_budget import RetryBudget

FAILOVER_METRIC: Final = "CrossRegionFailoverCount"


class CircuitOpenError(Exception):
    """A Region was not asked, because its circuit is open, and there was no time left for the other one."""


class DeadlineExceededError(TimeoutError):
    """The time for a call ran out before another attempt could begin."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a call may take, and the clock that says so.

    Attributes:
        now_s: Seconds of a clock that does not go backwards.
        sleep: Waits for that many seconds.
        jitter: A new number from 0 to below 1 each time (``random.random``).
        deadline_s: Seconds for the whole call: attempts and the waits between them.
        attempt_s: Seconds for one attempt; at most half of the deadline, so that a primary that does not answer leaves
            time for the secondary.

    Raises:
        ValueError: Names the argument, its value and what is accepted.
    """

    now_s: Callable[[], float]
    sleep: Callable[[float], None]
    jitter: Callable[[], float]
    deadline_s: float
    attempt_s: float

    def __post_init__(self) -> None:
        finite_number("deadline_s", self.deadline_s, 0, above=True)
        finite_number("attempt_s", self.attempt_s, 0, above=True)
        if self.attempt_s * 2 > self.deadline_s:
            refuse(
                "attempt_s", self.attempt_s, f"at most half of deadline_s ({self.deadline_s:g}): there are two Regions"
            )


@dataclass(frozen=True, slots=True)
class Retries:
    """How often one Region is asked again.

    The wait before retry ``n`` is a random share of ``min(cap_s, base_s * 2**n)``: full jitter
    (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).

    Attributes:
        limit: Further attempts of one call, over both Regions.
        base_s: Longest first wait, in seconds.
        cap_s: Longest wait, in seconds.
        budget: What all calls of a process share; ``None`` without a bound.

    Raises:
        ValueError: Names the argument, its value and what is accepted.
    """

    limit: int = 0
    base_s: float = 0.1
    cap_s: float = 2.0
    budget: RetryBudget | None = None

    def __post_init__(self) -> None:
        whole_number("limit", self.limit, 0, 20)
        finite_number("base_s", self.base_s, 0, above=True)
        finite_number("cap_s", self.cap_s, self.base_s)

    def wait_s(self, retry: int, jitter: float) -> float:
        """Seconds before retry number ``retry``, from 0."""
        return float(min(self.cap_s, self.base_s * 2**retry) * jitter)


class CrossRegionClient:
    """Calls an operation in the primary Region, and in the secondary when the primary does not answer.

    A write that timed out may have happened. So whoever fails a write over gives it an idempotency key that both
    Regions honour; this class only guarantees that ``kwargs`` are the same for both.

    Args:
        primary_region: Tried first.
        secondary_region: Tried after a timeout, a 5xx, a connection error, or while the primary's circuit is open.
        execute: ``execute(region, operation, **kwargs)`` makes the call, without retries of its own; with ``timing``
            it is also given ``timeout_s``, the seconds that this attempt may take.
        emit_metric: ``emit_metric("CrossRegionFailoverCount", 1)`` for each failover.
        breaker: Guards the primary; the secondary is the last resort and always asked.
        timing: Deadline and clock; without it nothing waits and nothing is tried again.
        retries: Further attempts: when throttled in either Region, and for what fails in the secondary.
        on_failover: Told why, for each failover.

    Raises:
        ValueError: Both Regions are the same, or there are retries without a clock.
    """

    def __init__(  # noqa: PLR0913 - the first four are the contract's, the rest is optional
        self,
        primary_region: str,
        secondary_region: str,
        *,
        execute: Callable[..., Any],
        emit_metric: Callable[[str, int], Any],
        breaker: Breaker | None = None,
        timing: Timing | None = None,
        retries: Retries | None = None,
        on_failover: Callable[[FailureReason], Any] | None = None,
    ) -> None:
        checked_pair(primary_region, secondary_region)
        if retries is not None and retries.limit and timing is None:
            refuse("timing", timing, "a Timing, for retries wait and must end before a deadline")
        self.primary_region, self.secondary_region = primary_region, secondary_region
        self._execute, self._emit_metric, self._on_failover = execute, emit_metric, on_failover
        self._breaker, self._timing, self._retries = breaker, timing, retries or Retries()

    def access_with_failover(self, operation: str, **kwargs: Any) -> Any:
        """Make one call; the answer of the Region that gave one.

        Raises:
            CircuitOpenError: The primary was not asked, and the time was up for the secondary.
            Exception: What the last Region raised that was asked.
        """
        call = _Call(self._execute, operation, kwargs, self._timing, self._retries)
        try:
            return self._in_primary(call)
        except Exception as error:
            first, reason = error, classify(error)
            if not reason.fails_over or not call.time_left():
                raise
        self._emit_metric(FAILOVER_METRIC, 1)
        if self._on_failover is not None:
            self._on_failover(reason)
        try:
            return call.in_region(self.secondary_region, again_after=_AGAIN_IN_SECONDARY)
        except Exception as error:
            error.add_note(f"{self.primary_region} was asked first: {type(first).__name__}: {first}")
            raise

    def _in_primary(self, call: _Call) -> Any:
        region, breaker = self.primary_region, self._breaker
        if breaker is None:
            return call.in_region(region, again_after=_AGAIN_IN_PRIMARY)
        if not breaker.allows(region):
            raise CircuitOpenError(f"{region} failed repeatedly and is not asked until its next probe")
        try:
            answer = call.in_region(region, again_after=_AGAIN_IN_PRIMARY)
        except Exception as error:
            reason = classify(error)
            if reason.fails_over:
                breaker.failed(region, reason)
            else:
                breaker.succeeded(region)
            raise
        breaker.succeeded(region)
        return answer


_AGAIN_IN_PRIMARY: Final = frozenset({FailureReason.THROTTLED})
"""Anything else goes to the other Region at once: that is the retry."""
_AGAIN_IN_SECONDARY: Final = frozenset(
    {FailureReason.THROTTLED, FailureReason.TIMEOUT, FailureReason.CONNECTION, FailureReason.SERVER_ERROR}
)


class _Call:
    """The attempts of one call: they share a deadline and the number of retries."""

    def __init__(
        self,
        execute: Callable[..., Any],
        operation: str,
        kwargs: dict[str, Any],
        timing: Timing | None,
        retries: Retries,
    ) -> None:
        self._execute, self._operation, self._kwargs = execute, operation, kwargs
        self._timing, self._retries, self._made = timing, retries, 0
        self._ends_s = 0.0
        if timing is not None:
            self._ends_s = timing.now_s() + timing.deadline_s
            if retries.budget is not None:
                retries.budget.deposit(timing.now_s())

    def time_left(self) -> bool:
        """Whether another attempt can begin."""
        return self._timing is None or self._timing.now_s() < self._ends_s

    def in_region(self, region: str, *, again_after: frozenset[FailureReason]) -> Any:
        """Ask one Region, again after the reasons given, while there are retries, budget and time."""
        while True:
            try:
                return self._attempt(region)
            except Exception as error:
                if classify(error) not in again_after or not self._wait():
                    raise

    def _attempt(self, region: str) -> Any:
        if self._timing is None:
            return self._execute(region, self._operation, **self._kwargs)
        left_s = min(self._timing.attempt_s, self._ends_s - self._timing.now_s())
        if left_s <= 0:
            raise DeadlineExceededError(f"{self._operation} in {region}: {self._timing.deadline_s:g} s are over")
        return self._execute(region, self._operation, timeout_s=left_s, **self._kwargs)

    def _wait(self) -> bool:
        """Wait for the next attempt; False when there is none."""
        timing, retries = self._timing, self._retries
        if timing is None or self._made >= retries.limit:
            return False
        wait_s = retries.wait_s(self._made, timing.jitter())
        now_s = timing.now_s()
        if now_s + wait_s >= self._ends_s or (retries.budget is not None and not retries.budget.take(now_s)):
            return False
        self._made += 1
        timing.sleep(wait_s)
        return True
