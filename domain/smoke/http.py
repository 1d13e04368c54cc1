"""Whether the HTTP API answers: healthy, a known prediction, and what is wrong with a status that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.prediction.errors import STATUSES, ErrorCode
from domain.smoke.check import Finding, failed, left_out, passed, unknown

NOT_THERE: Final = ErrorCode.MODEL_NOT_FOUND
"""A prediction's answer where the default model has no version in service; one that cannot be loaded is another."""
NOT_HEALTHY: Final = ErrorCode.MODEL_UNAVAILABLE
"""Health's answer where there is no such version, and where it cannot be loaded: the prediction tells them apart."""
SHOWN: Final = 200


@dataclass(frozen=True)
class HttpAnswer:
    """What a call was answered with; ``body`` is the JSON document, or the text that is none."""

    status: int
    body: Any

    @property
    def code(self) -> str:
        """The code of an error reply, or nothing."""
        error = self.body.get("error") if isinstance(self.body, dict) else None
        return str(error.get("code", "")) if isinstance(error, dict) else ""

    def describe(self) -> str:
        """For people."""
        return f"{self.status} {str(self.body)[:SHOWN]}"


def judge_health(answer: HttpAnswer, *, no_model_yet: bool) -> Finding:
    """The default model must be able to answer.

    Args:
        answer: Of ``GET /v1/health``.
        no_model_yet: Whether somebody said that no model was deployed to this stack so far.
    """
    if answer.status == 200 and isinstance(answer.body, dict) and answer.body.get("status") == "ok":
        return passed(f"model {answer.body.get('model')}, version {answer.body.get('version')}")
    lenient = _without_model(answer, NOT_HEALTHY, no_model_yet=no_model_yet)
    return lenient or failed(f"{answer.describe()}; expected: 200")


def judge_prediction(answer: HttpAnswer, expected: Sequence[Any] | None, *, no_model_yet: bool) -> Finding:
    """A known request must be answered with one prediction for each row, and with the right ones.

    Args:
        answer: Of ``POST /v1/predict``.
        expected: The right predictions in order; ``None`` where nobody said.
        no_model_yet: As above.
    """
    if answer.status != 200:
        lenient = _without_model(answer, NOT_THERE, no_model_yet=no_model_yet)
        return lenient or failed(f"{answer.describe()}; expected: 200")
    found = answer.body.get("predictions") if isinstance(answer.body, dict) else None
    if not isinstance(found, list):
        return failed(f"{answer.describe()}; expected: predictions")
    if expected is None:
        return passed(f"{len(found)} predictions; which are right nobody said")
    if found != list(expected):
        return failed(f"the predictions are {str(found)[:SHOWN]}; expected {list(expected)}")
    return passed(f"{len(found)} predictions, all as expected, by version {answer.body.get('version')}")


def has_no_model(answer: HttpAnswer) -> bool:
    """Whether ``GET /v1/models`` says that there is none at all."""
    return answer.status == 200 and isinstance(answer.body, dict) and answer.body.get("models") == []


def judge_refusal(answer: HttpAnswer, expected: Sequence[int]) -> Finding:
    """What is wrong must be refused with the status that says whose fault it is."""
    if answer.status in expected:
        return passed(f"refused with {answer.status}")
    if answer.status < 400:
        return failed(f"it was let in: {answer.describe()}; expected: {' or '.join(map(str, expected))}")
    return failed(f"{answer.describe()}; expected: {' or '.join(map(str, expected))}")


def _without_model(answer: HttpAnswer, code: ErrorCode, *, no_model_yet: bool) -> Finding | None:
    if answer.code != code.value or answer.status != STATUSES[code]:
        return None
    if no_model_yet:
        return left_out("no model is in service, which --no-model-yet accepts")
    return failed(f"{answer.describe()}; no model is in service: train one, or say --no-model-yet on a new stack")


def judge_status_is_ours(answer: HttpAnswer) -> Finding | None:
    """Say when the caller was not let in at all: then nothing else that is asked says anything of the API."""
    if answer.status in (401, 403) and not answer.code:
        return unknown(f"the caller is not let in ({answer.describe()}): it needs execute-api:Invoke, a key or a token")
    return None
