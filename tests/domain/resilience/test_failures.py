"""What errors say about a Region, on the errors that botocore really raises."""

from __future__ import annotations

import socket

import pytest
from botocore import exceptions
from botocore.retries.standard import ThrottledRetryableChecker
from hypothesis import given
from hypothesis import strategies as st

from domain.resilience import FailureReason, classify
from domain.resilience.failures import THROTTLING_CODES


def client_error(status: int | None, code: str = "Whatever") -> exceptions.ClientError:
    metadata = {} if status is None else {"HTTPStatusCode": status}
    return exceptions.ClientError({"Error": {"Code": code}, "ResponseMetadata": metadata}, "InvokeEndpoint")


URL = {"endpoint_url": "https://runtime.example"}
CASES = [
    (exceptions.ReadTimeoutError(**URL), "timeout"),
    (exceptions.ConnectTimeoutError(**URL), "timeout"),
    (TimeoutError(), "timeout"),
    (exceptions.EndpointConnectionError(**URL, error=OSError()), "connection"),
    (exceptions.ConnectionClosedError(**URL), "connection"),
    (exceptions.ProxyConnectionError(proxy_url="http://proxy.example"), "connection"),
    (exceptions.HTTPClientError(error=OSError()), "connection"),
    (ConnectionResetError(), "connection"),
    (socket.gaierror(), "connection"),
    (client_error(500), "server_error"),
    (client_error(503, "ServiceUnavailable"), "server_error"),
    (client_error(530, "InternalDependencyException"), "server_error"),
    (client_error(None, "InternalFailure"), "server_error"),
    (client_error(None, "503"), "server_error"),
    (client_error(503, "SlowDown"), "throttled"),
    (client_error(400, "ThrottlingException"), "throttled"),
    (client_error(429, "ModelNotReadyException"), "throttled"),
    (client_error(424, "ModelError"), "caller"),
    (client_error(404, "NoSuchKey"), "caller"),
    (client_error(None, "AccessDenied"), "caller"),
    (exceptions.ParamValidationError(report="wrong"), "caller"),
    (exceptions.NoCredentialsError(), "caller"),
    (KeyError("x"), "caller"),
    (FileNotFoundError(), "caller"),
]


@pytest.mark.parametrize(("error", "reason"), CASES, ids=lambda value: f"{value!r}"[:60])
def test_each_error_says_what_it_is(error: BaseException, reason: str) -> None:
    assert classify(error) == reason


@given(st.integers(400, 599), st.sampled_from(["AccessDenied", "Whatever", "InternalError", "ModelError"]))
def test_a_status_decides(status: int, code: str) -> None:
    reason = classify(client_error(status, code))
    expected = "throttled" if status == 429 else "server_error" if status >= 500 else "caller"
    assert reason == expected
    assert reason.fails_over == (status >= 500)


@given(st.sampled_from(sorted(THROTTLING_CODES)), st.integers(400, 599))
def test_throttling_never_fails_over_whatever_its_status(code: str, status: int) -> None:
    reason = classify(client_error(status, code))
    assert reason is FailureReason.THROTTLED
    assert not reason.fails_over


def test_the_codes_are_those_of_the_sdk() -> None:
    assert frozenset(ThrottledRetryableChecker._THROTTLED_ERROR_CODES) <= THROTTLING_CODES
