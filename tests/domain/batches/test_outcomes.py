"""The failure matrix: what each answer of an endpoint means for the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.batches.outcomes import BACK_OFF_CAP_S, MAX_BACK_OFFS, Action, EndpointError, back_off_s, classify

NO_CAPACITY = (
    "Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress (if "
    "configured) or try to increase the capacity by invoking UpdateInferenceComponentRuntimeConfig API."
)
TOO_LONG = (
    "1 validation error detected: Value at 'body' failed to satisfy constraint: "
    "Member must have length less than or equal to 6291456"
)
CONTAINER_TIMEOUT = "Your invocation timed out while waiting for a response from container primary."


@pytest.mark.parametrize(
    ("error", "action", "reason"),
    [
        (EndpointError("Timeout", 0), Action.RETRY, "timeout"),
        (EndpointError("Unreachable", 0), Action.DEFER, "endpoint_unreachable"),
        (EndpointError("ModelNotReadyException", 429), Action.RETRY, "model_not_ready"),
        (EndpointError("ThrottlingException", 400), Action.BACK_OFF, "throttled"),
        (EndpointError("TooManyRequestsException", 429), Action.BACK_OFF, "throttled"),
        (EndpointError("Whatever", 429), Action.BACK_OFF, "throttled"),
        (EndpointError("InternalFailure", 500), Action.DEFER, "endpoint_error"),
        (EndpointError("ServiceUnavailable", 503), Action.DEFER, "endpoint_error"),
        (EndpointError("InternalDependencyException", 530), Action.DEFER, "endpoint_error"),
        (EndpointError("413", 413), Action.DEFER, "payload_over_limit"),
        (EndpointError("ModelError", 424, original_status=400), Action.INPUT_ERROR, None),
        (EndpointError("ModelError", 424, original_status=415), Action.INPUT_ERROR, None),
        (EndpointError("ModelError", 424, original_status=500), Action.DEFER, "endpoint_error"),
        (EndpointError("ModelError", 424, CONTAINER_TIMEOUT, 0), Action.RETRY, "timeout"),
        (EndpointError("ModelError", 424, "worker died", 0), Action.DEFER, "endpoint_error"),
        (EndpointError("ValidationError", 400, TOO_LONG), Action.DEFER, "payload_over_limit"),
        (EndpointError("ValidationError", 400, NO_CAPACITY), Action.NO_CAPACITY, "component_no_capacity"),
        (EndpointError("ValidationError", 400, "Endpoint x of account y not found."), Action.OURS, None),
        (EndpointError("AccessDeniedException", 403), Action.OURS, None),
    ],
)
def test_each_answer_has_its_meaning(error: EndpointError, action: Action, reason: str | None) -> None:
    outcome = classify(error)
    assert (outcome.action, outcome.reason) == (action, reason)


@given(st.text(), st.integers(0, 599), st.text(), st.none() | st.integers(0, 599))
def test_every_error_has_an_outcome_and_what_goes_to_batch_has_a_reason(
    code: str, status: int, message: str, original: int | None
) -> None:
    outcome = classify(EndpointError(code, status, message, original))
    needs_reason = outcome.action not in (Action.OURS, Action.INPUT_ERROR)
    assert (outcome.reason is not None) == needs_reason


@given(st.integers(400, 499), st.text())
def test_a_container_s_4xx_never_goes_to_batch(status: int, message: str) -> None:
    outcome = classify(EndpointError("ModelError", 424, message, status))
    assert outcome.action is Action.INPUT_ERROR


@given(st.integers(0, MAX_BACK_OFFS - 1), st.floats(0, 1))
def test_a_pause_is_never_nothing_and_never_over_its_cap(made: int, chance: float) -> None:
    pause = back_off_s(made, chance)
    assert pause is not None
    assert 0.25 <= pause <= BACK_OFF_CAP_S


def test_pauses_end() -> None:
    assert back_off_s(MAX_BACK_OFFS, 0.5) is None
