"""SageMaker Serverless Inference: what may be configured, how long one file may take, what counts as a cold start."""

import math
from dataclasses import dataclass
from typing import Final

from domain.checks import finite_number, refuse, whole_number

MEMORY_SIZES_MB: Final = (1024, 2048, 3072, 4096, 5120, 6144)
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html"""
MAX_CONCURRENCY: Final = 200
"""Same page. The account-wide quota of a Region may be lower."""
MIN_ATTEMPT_S: Final = 1.0
"""A retry that would be cut shorter than this is dropped: it only burns a call. A shorter first attempt lowers it."""


@dataclass(frozen=True)
class ServerlessConfig:
    """Size of one serverless endpoint variant.

    Attributes:
        memory_size_in_mb: 1024 to 6144 in steps of 1024.
        max_concurrency: 1 to 200 concurrent invocations.
        provisioned_concurrency: 0 (none) to ``max_concurrency``. SageMaker refuses a 0: leave the property out then.

    Raises:
        ValueError: A field is outside of these ranges.
    """

    memory_size_in_mb: int
    max_concurrency: int
    provisioned_concurrency: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        memory = self.memory_size_in_mb
        if isinstance(memory, bool) or not isinstance(memory, int) or memory not in MEMORY_SIZES_MB:
            refuse("memory_size_in_mb", memory, "one of " + ", ".join(map(str, MEMORY_SIZES_MB)))
        whole_number("max_concurrency", self.max_concurrency, 1, MAX_CONCURRENCY)
        whole_number("provisioned_concurrency", self.provisioned_concurrency, 0, self.max_concurrency)


@dataclass(frozen=True)
class RetryPolicy:
    """One deadline for all attempts at one file: a time budget, not a count of equal attempts.

    A budget is needed because Step Functions restarts ``TimeoutSeconds`` for every attempt.

    Attributes:
        initial_timeout_s: Longest that one attempt may take, in seconds, greater than 0.
        retry_delay_s: Pause before a retry, in seconds, 0 or more.
        max_retries: Attempts after the first, 0 or more.
        task_timeout_s: Budget of all attempts and pauses together, in seconds; at least ``initial_timeout_s``.

    Raises:
        ValueError: A field is out of range, or the first attempt cannot fit the budget.
    """

    initial_timeout_s: float = 60.0
    retry_delay_s: float = 3.0
    max_retries: int = 2
    task_timeout_s: float = 120.0

    def __post_init__(self) -> None:
        """Check the ranges and that the first attempt fits."""
        finite_number("initial_timeout_s", self.initial_timeout_s, 0, above=True)
        finite_number("retry_delay_s", self.retry_delay_s, 0)
        whole_number("max_retries", self.max_retries, 0)
        finite_number("task_timeout_s", self.task_timeout_s, 0, above=True)
        if self.initial_timeout_s > self.task_timeout_s:
            refuse(
                "initial_timeout_s",
                self.initial_timeout_s,
                f"the first attempt must fit task_timeout_s = {self.task_timeout_s:g} s",
            )

    def next_attempt(self, attempts_made: int, elapsed_s: float, delay_s: float | None = None) -> float | None:
        """Say how long the next attempt may take, or that there is none.

        Args:
            attempts_made: Attempts that count against ``max_retries``, 0 for the first call.
            elapsed_s: Time spent since the first attempt began, in seconds.
            delay_s: Pause before this attempt; by default none before the first and ``retry_delay_s`` before others.

        Returns:
            Seconds, or ``None`` when the retries or the budget are spent. ``elapsed_s`` + pause + the returned time
            never exceeds ``task_timeout_s``, rounding included.
        """
        if attempts_made > self.max_retries:
            return None
        pause = delay_s if delay_s is not None else (self.retry_delay_s if attempts_made else 0.0)
        remaining = self.task_timeout_s - elapsed_s - pause
        timeout = min(self.initial_timeout_s, remaining)
        while timeout > 0 and elapsed_s + pause + timeout > self.task_timeout_s:
            timeout -= math.ulp(self.task_timeout_s)
        if timeout < min(MIN_ATTEMPT_S, self.initial_timeout_s):
            return None
        return timeout

    def attempt_timeouts(self) -> tuple[float, ...]:
        """Timeouts of the worst case, in which every attempt lasts as long as it may.

        Their sum plus the pauses between them never exceeds ``task_timeout_s``.
        """
        timeouts: list[float] = []
        while (timeout := self.next_attempt(len(timeouts), self._spent(timeouts))) is not None:
            while self._spent([*timeouts, timeout]) > self.task_timeout_s:
                timeout -= math.ulp(self.task_timeout_s)
            timeouts.append(timeout)
        return tuple(timeouts)

    def _spent(self, timeouts: list[float]) -> float:
        """Seconds that these attempts and the pauses between them take."""
        return sum(timeouts) + self.retry_delay_s * max(0, len(timeouts) - 1)


def is_cold_start(latency_ms: float, threshold_ms: float = 5000.0) -> bool:
    """Whether an answer took so long that the endpoint must have been starting: over the threshold, in ms.

    SageMaker marks a cold start by no header and no field, so time is the only sign that a caller has.

    Raises:
        ValueError: A value is negative or not finite.
    """
    return finite_number("latency_ms", latency_ms, 0) > finite_number("threshold_ms", threshold_ms, 0)
