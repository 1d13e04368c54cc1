"""What came of a call to a pattern, whichever kind it is."""

from enum import StrEnum
from typing import Final

from domain.batches.outcomes import TIMEOUT, Action, EndpointError, classify
from domain.batches.records import FallbackReason
from domain.prediction.errors import ErrorCode


class Outcome(StrEnum):
    """Of an attempt; the last three are of attempts that were not made."""

    ANSWERED = "answered"
    REFUSED = "refused"
    TOO_LARGE = "too_large"
    THROTTLED = "throttled"
    TIMEOUT = "timeout"
    UNAVAILABLE = "unavailable"
    MISCONFIGURED = "misconfigured"
    CIRCUIT_OPEN = "circuit_open"
    BUDGET_SPENT = "budget_spent"
    DEADLINE = "deadline"


UNHEALTHY: Final = frozenset({Outcome.TIMEOUT, Outcome.UNAVAILABLE, Outcome.MISCONFIGURED})
"""What opens a circuit. Throttling does not: a pattern at its quota still serves that quota, and an open circuit would
make it nothing. Nor does what the caller sent."""
ERRORS: Final = UNHEALTHY | {Outcome.THROTTLED}
"""What is an error of the pattern to the switch."""

TOO_LARGE_CODES: Final = frozenset({"RequestTooLargeException", "SerializedRequestEntityTooLargeException"})


class PatternError(Exception):
    """A call that failed.

    Args:
        outcome: What it means.
        code: AWS's error code, the status of the function's answer, or `Timeout` / `Unreachable`.
        message: AWS's or the model's text.
    """

    def __init__(self, outcome: Outcome, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}" if code else message)
        self.outcome = outcome
        self.code = code
        self.message = message


class UnhealthyPatternError(PatternError):
    """One that says that the pattern is ill: the only kind that a circuit counts."""


def failure(outcome: Outcome, code: str, message: str) -> PatternError:
    """Make the error of an outcome."""
    kind = UnhealthyPatternError if outcome in UNHEALTHY else PatternError
    return kind(outcome, code, message)


_NOT_THE_INPUT: Final = (408, 413, 429)
_BY_REASON: Final = {
    FallbackReason.THROTTLED: Outcome.THROTTLED,
    FallbackReason.TIMEOUT: Outcome.TIMEOUT,
    FallbackReason.PAYLOAD_OVER_LIMIT: Outcome.TOO_LARGE,
}


def of_endpoint(error: EndpointError) -> PatternError:
    """Read an error of InvokeEndpoint as `domain.batches.outcomes` reads it.

    `ServiceUnavailable` (503) and `ModelNotReadyException` (429) are no throttling: the model is not there yet. A
    container that is full (429) or gave up (408) does not mean the caller's input.
    """
    if error.code == "ModelError" and error.original_status in _NOT_THE_INPUT:
        return failure(_by_status(error.original_status), error.code, error.original_message or error.message)
    found = classify(error)
    if found.action is Action.INPUT_ERROR:
        return failure(Outcome.REFUSED, error.code, error.original_message or error.message)
    if found.action is Action.OURS:
        return failure(Outcome.MISCONFIGURED, error.code, error.message)
    outcome = Outcome.UNAVAILABLE if found.reason is None else _BY_REASON.get(found.reason, Outcome.UNAVAILABLE)
    return failure(outcome, error.code, error.message)


_BEDROCK: Final = {
    "AccessDeniedException": Outcome.MISCONFIGURED,
    "ResourceNotFoundException": Outcome.MISCONFIGURED,
    "ThrottlingException": Outcome.THROTTLED,
    "ModelTimeoutException": Outcome.TIMEOUT,
    "ModelNotReadyException": Outcome.UNAVAILABLE,
    "ModelErrorException": Outcome.UNAVAILABLE,
    TIMEOUT: Outcome.TIMEOUT,
}
"""https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html"""
_OUR_MODEL: Final = ("model identifier is invalid", "on-demand throughput", "doesn't support the model")
"""Words of a ValidationException (400) that is about the stack's model and not about the caller's messages: Bedrock has
one code for both. Seen in public issues (stackblitz-labs/bolt.diy 1102, iOfficeAI/AionCore 377, mlcommons/modelbench
1654), not promised by AWS: where they change, such an error is answered to the caller as a refusal, with AWS's text."""


def of_bedrock(error: EndpointError) -> PatternError:
    """Read an error of Converse: the caller's mistakes are its ValidationException; any other 4xx is the stack's."""
    outcome = _BEDROCK.get(error.code)
    if outcome is None and error.code == "ValidationException":
        ours = any(words in error.message.lower() for words in _OUR_MODEL)
        outcome = Outcome.MISCONFIGURED if ours else Outcome.REFUSED
    return failure(outcome or _by_status(error.status, client_error=Outcome.MISCONFIGURED), error.code, error.message)


def of_lambda(error: EndpointError) -> PatternError:
    """Read an error of Lambda's Invoke itself, before the function ran.

    Its 4xx are about the function's name, permission or state: nothing that the caller of the router chose, but for the
    size of the body.
    """
    if error.code in TOO_LARGE_CODES:
        return failure(Outcome.TOO_LARGE, error.code, error.message)
    if error.code == TIMEOUT:
        return failure(Outcome.TIMEOUT, error.code, error.message)
    return failure(_by_status(error.status, client_error=Outcome.MISCONFIGURED), error.code, error.message)


def of_function(status: int, code: str, message: str) -> PatternError | None:
    """Read what `predict_http` answered; None for a success.

    Args:
        status: The HTTP status.
        code: The `code` of its error document, one of `domain.prediction.errors.ErrorCode`; empty without one.
        message: The text beside it.
    """
    if 200 <= status < 300:
        return None
    if code == ErrorCode.NOT_FOUND:  # the route itself; a model that the caller named is another code
        return failure(Outcome.MISCONFIGURED, code, message)
    return failure(_by_status(status), code or str(status), message)


def _by_status(status: int, *, client_error: Outcome = Outcome.REFUSED) -> Outcome:
    if status == 0:
        return Outcome.UNAVAILABLE
    if status == 413:
        return Outcome.TOO_LARGE
    if status == 429:
        return Outcome.THROTTLED
    if status in (408, 504):
        return Outcome.TIMEOUT
    return client_error if 400 <= status < 500 else Outcome.UNAVAILABLE
