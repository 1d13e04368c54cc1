"""What an error of each kind of pattern means."""

from __future__ import annotations

import pytest

from domain.batches.outcomes import EndpointError
from lambdas.patterns.outcomes import (
    UNHEALTHY,
    Outcome,
    PatternError,
    UnhealthyPatternError,
    failure,
    of_bedrock,
    of_endpoint,
    of_function,
    of_lambda,
)


@pytest.mark.parametrize("outcome", Outcome)
def test_only_what_says_that_a_pattern_is_ill_counts_against_it(outcome: Outcome) -> None:
    assert isinstance(failure(outcome, "", "words"), UnhealthyPatternError) == (outcome in UNHEALTHY)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (EndpointError("ModelError", 424, original_status=400, original_message="bad image"), Outcome.REFUSED),
        (EndpointError("ModelError", 424, original_status=500), Outcome.UNAVAILABLE),
        (EndpointError("ModelError", 424, original_status=429), Outcome.THROTTLED),
        (EndpointError("ModelError", 424, original_status=408), Outcome.TIMEOUT),
        (EndpointError("ModelError", 424, original_status=413), Outcome.TOO_LARGE),
        (EndpointError("ModelError", 424, "timed out", original_status=0), Outcome.TIMEOUT),
        (EndpointError("ThrottlingException", 429), Outcome.THROTTLED),
        (EndpointError("ModelNotReadyException", 429), Outcome.UNAVAILABLE),
        (EndpointError("ServiceUnavailable", 503), Outcome.UNAVAILABLE),
        (EndpointError("Timeout", 0), Outcome.TIMEOUT),
        (EndpointError("Unreachable", 0), Outcome.UNAVAILABLE),
        (EndpointError("AccessDeniedException", 403), Outcome.MISCONFIGURED),
        (EndpointError("ValidationError", 400, "Endpoint x not found"), Outcome.MISCONFIGURED),
        (EndpointError("ValidationError", 413), Outcome.TOO_LARGE),
        (
            EndpointError("ValidationError", 400, "Inference Component has no capacity to process this request"),
            Outcome.UNAVAILABLE,
        ),
    ],
)
def test_endpoints(error: EndpointError, outcome: Outcome) -> None:
    assert of_endpoint(error).outcome is outcome


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (EndpointError("ThrottlingException", 429), Outcome.THROTTLED),
        (EndpointError("ModelTimeoutException", 408), Outcome.TIMEOUT),
        (EndpointError("ModelNotReadyException", 429), Outcome.UNAVAILABLE),
        (EndpointError("ModelErrorException", 424), Outcome.UNAVAILABLE),
        (EndpointError("ServiceUnavailableException", 503), Outcome.UNAVAILABLE),
        (EndpointError("InternalServerException", 500), Outcome.UNAVAILABLE),
        (EndpointError("AccessDeniedException", 403), Outcome.MISCONFIGURED),
        (EndpointError("ResourceNotFoundException", 404), Outcome.MISCONFIGURED),
        (EndpointError("ExpiredTokenException", 403), Outcome.MISCONFIGURED),
        (EndpointError("UnrecognizedClientException", 403), Outcome.MISCONFIGURED),
        (EndpointError("ServiceQuotaExceededException", 400), Outcome.MISCONFIGURED),
        (EndpointError("RequestEntityTooLargeException", 413), Outcome.TOO_LARGE),
        (EndpointError("ValidationException", 400, "The provided model identifier is invalid."), Outcome.MISCONFIGURED),
        (EndpointError("ValidationException", 400, "messages must alternate"), Outcome.REFUSED),
        (EndpointError("Timeout", 0), Outcome.TIMEOUT),
        (EndpointError("Unreachable", 0), Outcome.UNAVAILABLE),
    ],
)
def test_bedrock(error: EndpointError, outcome: Outcome) -> None:
    assert of_bedrock(error).outcome is outcome


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (EndpointError("TooManyRequestsException", 429), Outcome.THROTTLED),
        (EndpointError("RequestTooLargeException", 413), Outcome.TOO_LARGE),
        (EndpointError("ResourceNotFoundException", 404), Outcome.MISCONFIGURED),
        (EndpointError("AccessDeniedException", 403), Outcome.MISCONFIGURED),
        (EndpointError("ServiceException", 500), Outcome.UNAVAILABLE),
        (EndpointError("Timeout", 0), Outcome.TIMEOUT),
        (EndpointError("Unhandled", 0), Outcome.UNAVAILABLE),
    ],
)
def test_lambdas_own_errors(error: EndpointError, outcome: Outcome) -> None:
    assert of_lambda(error).outcome is outcome


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (400, "invalid_row", Outcome.REFUSED),
        (404, "model_not_found", Outcome.REFUSED),
        (404, "not_found", Outcome.MISCONFIGURED),
        (413, "body_too_large", Outcome.TOO_LARGE),
        (415, "unsupported_media_type", Outcome.REFUSED),
        (429, "too_many_requests", Outcome.THROTTLED),
        (503, "model_unavailable", Outcome.UNAVAILABLE),
        (500, "", Outcome.UNAVAILABLE),
        (504, "", Outcome.TIMEOUT),
    ],
)
def test_what_the_function_answered(status: int, code: str, outcome: Outcome) -> None:
    found = of_function(status, code, "words")
    assert isinstance(found, PatternError)
    assert found.outcome is outcome


def test_a_success_is_no_error() -> None:
    assert of_function(200, "", "") is None
