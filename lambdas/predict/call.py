"""One file's calls to its endpoint: retries and pauses inside one budget of time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from domain.batches.outcomes import Action, Outcome, back_off_s, classify
from domain.serverless import RetryPolicy
from lambdas.clients.endpoints import EndpointCallError


class Invoke(Protocol):
    """One attempt."""

    def __call__(self, body: bytes, content_type: str, timeout_s: float) -> bytes:
        """Return the answer, or raise EndpointCallError."""
        ...


@dataclass(frozen=True)
class Timing:
    """Clock (seconds, monotonic), pause, and chance (0 to 1) of a process; a test gives its own."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]


@dataclass(frozen=True)
class Answer:
    """The model answered; ``latency_ms`` counts from the first call, pauses included."""

    body: bytes
    attempts: int
    latency_ms: float


@dataclass(frozen=True)
class GaveUp:
    """No attempt was answered; ``outcome`` and ``message`` are those of the last one."""

    outcome: Outcome
    message: str
    attempts: int


def call_within_budget(
    invoke: Invoke, body: bytes, content_type: str, policy: RetryPolicy, timing: Timing
) -> Answer | GaveUp:
    """Call until there is an answer, an error that no retry helps, or no budget.

    Only what ``domain.batches.outcomes`` retries counts against the policy's retries; a throttled call was never
    accepted, so it costs time but no retry.
    """
    begin = timing.clock()
    attempts = retries = back_offs = 0
    timeout = policy.next_attempt(0, 0.0)
    while timeout is not None:
        attempts += 1
        try:
            answer = invoke(body, content_type, timeout)
        except EndpointCallError as error:
            outcome, message = classify(error.error), str(error)
        else:
            return Answer(answer, attempts, (timing.clock() - begin) * 1000)
        pause: float | None = None
        if outcome.action is Action.RETRY:
            retries, pause = retries + 1, policy.retry_delay_s
        elif outcome.action is Action.BACK_OFF:
            pause = back_off_s(back_offs, timing.chance())
            back_offs += 1
        timeout = None if pause is None else policy.next_attempt(retries, timing.clock() - begin, pause)
        if pause is not None and timeout is not None:
            timing.sleep(pause)
    return GaveUp(outcome, message, attempts)
