"""Asks the Region's endpoint for one prediction: again while it is busy or ill, never past the time that there is."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from domain.batches.outcomes import Action, back_off_s, classify
from domain.resilience import Outcome
from lambdas.clients.endpoints import ACCEPT, EndpointCallError
from lambdas.errors import PlatformError
from lambdas.work_body import MAX_RESULT_BYTES, WorkBody

LEAST_S: Final = 0.05
"""An attempt that would have less than this is not made."""
SHOWN: Final = 2000
"""Characters of the model's words that are kept."""
_AGAIN: Final = frozenset({Action.RETRY, Action.BACK_OFF, Action.DEFER})
"""A prediction has no effect, so it may be asked for again; what the input is to blame for is an answer, and what is
our own mistake, or takes minutes to wake up, is for the next attempt."""


class AttemptFailedError(PlatformError):
    """There is no prediction, for no fault of the input: the next attempt may have one."""


class Asks(Protocol):
    """One call of an endpoint: `lambdas.clients.endpoints.Endpoints`."""

    def invoke(self, body: bytes, content_type: str, timeout_s: float) -> bytes:
        """Return its answer."""
        ...


@dataclass(frozen=True)
class Prediction:
    """What becomes of the work: `result` is JSON, of the answer or of what the model says of the input."""

    outcome: Outcome
    result: str


@dataclass(frozen=True)
class Time:
    """Clock (seconds, never backwards), pause, and chance (0 to 1) of a process; a test gives its own."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]


@dataclass(frozen=True)
class Predicting:
    """Makes predictions; threads share it."""

    endpoint: Asks
    time: Time

    def __call__(self, body: WorkBody, ends_s: float) -> Prediction:
        """Return the model's answer, or its refusal of the input.

        Args:
            body: What it is asked.
            ends_s: When there must be an answer, in seconds of the clock.

        Raises:
            AttemptFailedError: It is busy or ill until then, or not there.
        """
        made = 0
        while True:
            try:
                answer = self.endpoint.invoke(body.content, body.content_type, self._left_s(ends_s))
            except EndpointCallError as failure:
                action = classify(failure.error).action
                if action is Action.INPUT_ERROR:
                    words = failure.error.original_message or failure.error.message
                    return failed("ModelRefusedInput", f"the model refused the input: {words}"[:SHOWN])
                pause_s = back_off_s(made, self.time.chance()) if action in _AGAIN else None
                if pause_s is None or self.time.clock() + pause_s + LEAST_S >= ends_s:
                    raise AttemptFailedError(f"{failure}"[:SHOWN]) from failure
                made += 1
                self.time.sleep(pause_s)
            else:
                return _succeeded(answer)

    def _left_s(self, ends_s: float) -> float:
        left_s = ends_s - self.time.clock()
        if left_s < LEAST_S:
            raise AttemptFailedError("no time is left for a prediction")
        return left_s


def failed(code: str, message: str) -> Prediction:
    """A result that says that there is no prediction, and why."""
    return Prediction(Outcome.FAILED, json.dumps({"error": {"code": code, "message": message}}))


def _succeeded(answer: bytes) -> Prediction:
    if len(answer) > MAX_RESULT_BYTES:
        text = f"the model answered {len(answer)} bytes; at most {MAX_RESULT_BYTES} are kept. Use the batch path"
        return failed("ResultTooLarge", text)
    return Prediction(Outcome.SUCCEEDED, WorkBody(ACCEPT, answer).to_json())


def outcome_document(key: str, epoch: int, attempt: int, outcome: Outcome) -> dict[str, Any]:
    """What the execution's end says; the result itself is in the ledger."""
    return {"key": key, "epoch": epoch, "attempt": attempt, "outcome": outcome.value}
