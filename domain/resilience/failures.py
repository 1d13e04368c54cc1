"""What a failed call says about its Region: whether the other one is worth trying.

The errors of botocore are known by the names of their classes and by ``response``, for this package imports the
standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final


class FailureReason(StrEnum):
    """Why a call failed.

    ``timeout``, ``connection``, ``server_error``: the Region did not answer, or not well. ``throttled``: it is there
    and asks for less, which the other Region would be asked for too. ``circuit_open``: it failed so often that it was
    not asked. ``caller``: the request is wrong, or the error is none that is known.
    """

    TIMEOUT = "timeout"
    CONNECTION = "connection"
    SERVER_ERROR = "server_error"
    THROTTLED = "throttled"
    CIRCUIT_OPEN = "circuit_open"
    CALLER = "caller"

    @property
    def fails_over(self) -> bool:
        """Whether the other Region is tried."""
        return self in FAILS_OVER


FAILS_OVER: Final = frozenset(
    {FailureReason.TIMEOUT, FailureReason.CONNECTION, FailureReason.SERVER_ERROR, FailureReason.CIRCUIT_OPEN}
)

THROTTLING_CODES: Final = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "Throttling",
        "ThrottledException",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
"""The codes at which the SDK slows down (``botocore.retries.standard.ThrottledRetryableChecker``)."""

_TIMEOUT_CLASSES: Final = frozenset({"TimeoutError", "ReadTimeoutError", "ConnectTimeoutError"})
_CONNECTION_CLASSES: Final = frozenset(
    {
        "ConnectionError",
        "EndpointConnectionError",
        "ConnectionClosedError",
        "ProxyConnectionError",
        "HTTPClientError",
        "IncompleteReadError",
        "ResponseStreamingError",
        "gaierror",
    }
)
_SERVER_CLASSES: Final = frozenset({"ServerError", "InternalServerError"})
_CIRCUIT_CLASSES: Final = frozenset({"CircuitBreakerOpenError", "CircuitOpenError"})
_SERVER_CODES: Final = frozenset(
    {
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "InternalServerException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
    }
)


def classify(error: BaseException) -> FailureReason:
    """Say why a call failed.

    A timeout is looked for before a connection error, for botocore's ``ConnectTimeoutError`` is both. An HTTP status
    decides before a code, but for throttling: S3 sends ``SlowDown`` as 503.

    Args:
        error: What the call raised.
    """
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & _CIRCUIT_CLASSES:
        return FailureReason.CIRCUIT_OPEN
    response = getattr(error, "response", None)
    if isinstance(response, Mapping):
        return _of_response(*_code_and_status(response))
    if names & _TIMEOUT_CLASSES:
        return FailureReason.TIMEOUT
    if names & _CONNECTION_CLASSES:
        return FailureReason.CONNECTION
    if names & _SERVER_CLASSES:
        return FailureReason.SERVER_ERROR
    return FailureReason.CALLER


def _of_response(code: str, status: int | None) -> FailureReason:
    if code in THROTTLING_CODES or status == HTTPStatus.TOO_MANY_REQUESTS:
        return FailureReason.THROTTLED
    if status is None:
        return FailureReason.SERVER_ERROR if code in _SERVER_CODES else FailureReason.CALLER
    # Some services use statuses beyond 599: SageMaker's InternalDependencyException is 530, and more may come.
    return FailureReason.SERVER_ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else FailureReason.CALLER


def _code_and_status(response: Mapping[str, Any]) -> tuple[str, int | None]:
    """Read a ``ClientError``'s code and HTTP status; an answer to HEAD has its status as the code."""
    error, metadata = response.get("Error"), response.get("ResponseMetadata")
    code = str(error.get("Code", "")) if isinstance(error, Mapping) else ""
    status = metadata.get("HTTPStatusCode") if isinstance(metadata, Mapping) else None
    if isinstance(status, int) and not isinstance(status, bool):
        return code, status
    return code, int(code) if code.isascii() and code.isdigit() else None
