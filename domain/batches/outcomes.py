"""What the error of an endpoint means for a file: try again, back off, go to batch, blame the input, or stop the run.

Error names and statuses: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
and https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.batches.records import FallbackReason
from domain.checks import finite_number, whole_number

MAX_BACK_OFFS: Final = 6
"""Throttled calls of one file before it goes to batch."""
BACK_OFF_BASE_S: Final = 0.5
BACK_OFF_CAP_S: Final = 16.0

_THROTTLES: Final = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
        "RequestLimitExceeded",
        "SlowDown",
    }
)
_TIMEOUT_TEXTS: Final = ("timed out", "timeout")
_NO_CAPACITY_TEXT: Final = "has no capacity to process this request"
"""What InvokeEndpoint answers, with code ValidationError and status 400, while an inference component has no copy.
https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html says that it is an error."""

_BODY_TOO_LONG: Final = "Value at 'body' failed to satisfy constraint: Member must have length"
"""How InvokeEndpoint words a body over its limit, with code ValidationError and status 400."""


class Action(StrEnum):
    """What to do with the file after a call that failed."""

    RETRY = "retry"
    BACK_OFF = "back_off"
    DEFER = "defer"
    INPUT_ERROR = "input_error"
    NO_CAPACITY = "no_capacity"
    OURS = "ours"


@dataclass(frozen=True)
class EndpointError:
    """One failed call.

    Attributes:
        code: AWS's error code, or ``Timeout`` / ``Unreachable`` when there was no answer.
        status: HTTP status, 0 without an answer.
        message: AWS's text.
        original_status: Status of the model container, on ``ModelError``.
        original_message: The container's own text, on ``ModelError``.
    """

    code: str
    status: int
    message: str = ""
    original_status: int | None = None
    original_message: str = ""


@dataclass(frozen=True)
class Outcome:
    """The action, and the reason to record should the file go to batch."""

    action: Action
    reason: FallbackReason | None = None


TIMEOUT: Final = "Timeout"
UNREACHABLE: Final = "Unreachable"


_BY_CODE: Final = {
    TIMEOUT: Outcome(Action.RETRY, FallbackReason.TIMEOUT),
    UNREACHABLE: Outcome(Action.DEFER, FallbackReason.ENDPOINT_UNREACHABLE),
    "ModelNotReadyException": Outcome(Action.RETRY, FallbackReason.MODEL_NOT_READY),
    **{code: Outcome(Action.BACK_OFF, FallbackReason.THROTTLED) for code in _THROTTLES},
}
_BY_STATUS: Final = {
    413: Outcome(Action.DEFER, FallbackReason.PAYLOAD_OVER_LIMIT),
    429: Outcome(Action.BACK_OFF, FallbackReason.THROTTLED),
}
_BY_TEXT: Final = {
    _NO_CAPACITY_TEXT: Outcome(Action.NO_CAPACITY, FallbackReason.COMPONENT_NO_CAPACITY),
    _BODY_TOO_LONG: Outcome(Action.DEFER, FallbackReason.PAYLOAD_OVER_LIMIT),
}


def classify(error: EndpointError) -> Outcome:
    """Decide by first match: the code, then the status, then AWS's text.

    Retried within the file's budget: no answer in time, and a model that is not ready. Throttling backs off. An
    endpoint that failed (5xx, unreachable) is left to batch at once. A 4xx that the container gave is about the input.
    Any other 4xx is ours (a wrong name, a missing permission): it must stop the run, not fill batch with every file.
    """
    if error.code == "ModelError":
        return _classify_model_error(error)
    known = _BY_CODE.get(error.code) or _BY_STATUS.get(error.status)
    if known is not None:
        return known
    for words, outcome in _BY_TEXT.items():
        if words in error.message:
            return outcome
    if error.status >= 500:
        return Outcome(Action.DEFER, FallbackReason.ENDPOINT_ERROR)
    return Outcome(Action.OURS)


def _classify_model_error(error: EndpointError) -> Outcome:
    """Tell a container's refusal of the input from its failure; status 0 is its own time limit of 60 s."""
    original = error.original_status or 0
    if 400 <= original < 500:
        return Outcome(Action.INPUT_ERROR)
    text = f"{error.message} {error.original_message}".lower()
    if original == 0 and any(word in text for word in _TIMEOUT_TEXTS):
        return Outcome(Action.RETRY, FallbackReason.TIMEOUT)
    return Outcome(Action.DEFER, FallbackReason.ENDPOINT_ERROR)


def back_off_s(back_offs_made: int, chance: float) -> float | None:
    """Return the pause after a throttled call in seconds, or ``None`` when there were enough.

    Exponential with jitter over the upper half of each step, so that a pause is never nothing
    (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).

    Args:
        back_offs_made: Pauses that this file already took.
        chance: A random number from 0 to 1, given by the caller.
    """
    whole_number("back_offs_made", back_offs_made, 0)
    finite_number("chance", chance, 0)
    if back_offs_made >= MAX_BACK_OFFS:
        return None
    step = min(BACK_OFF_CAP_S, BACK_OFF_BASE_S * 2.0**back_offs_made)
    return step * (0.5 + min(chance, 1.0) / 2)
