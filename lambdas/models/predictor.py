"""Answers a request: which version, its model, the rows through its features, one run for all rows.

A candidate that was chosen by weight never costs a caller an answer: where it fails, the live version answers, and the
failure is counted as the candidate's.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from domain.models.release import NothingReleasedError, Release, Role, choose
from domain.prediction.errors import ErrorCode, PredictionError
from domain.prediction.request import PredictRequest
from lambdas.models.cache import AbsentError, RevalidatingCache, StillLoadingError
from lambdas.models.session import ModelFaultError
from lambdas.models.sources import LoadedModel, ModelKey
from lambdas.telemetry import log

PINNED: Final = "pinned"
"""Value of the dimension `Release` for a version that the caller named and that is neither live nor a candidate."""

RETRY_LOADING_S: Final = 2
RETRY_UNAVAILABLE_S: Final = 30
DIGITS: Final = 6
"""Decimal places of a probability: float32 has no more."""


@dataclass(frozen=True, slots=True)
class Target:
    """Which version answers, and what it is to the release; `chosen` by weight, not by the caller."""

    key: ModelKey
    role: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller gets.

    Attributes:
        target: Which version answered.
        predictions: One for each row.
        probabilities: For each row one for each class; None when they were not asked for.
        inference_ms: Time in the model, in milliseconds.
        loading_ms: Wait for the models, in milliseconds: once for each environment, and no property of a model's calls.
        candidate_failed: A candidate was to answer and could not.
    """

    target: Target
    predictions: list[Any]
    probabilities: list[list[float]] | None
    inference_ms: float
    loading_ms: float = 0.0
    candidate_failed: bool = False


class Predictor:
    """Predicts with the models of a cache.

    Args:
        releases: Releases by model.
        models: Loaded models by version.
        default_model: The model of a request that names none.
    """

    def __init__(
        self,
        releases: RevalidatingCache[str, Release],
        models: RevalidatingCache[ModelKey, LoadedModel],
        default_model: str = "",
    ) -> None:
        self._releases = releases
        self._models = models
        self._default_model = default_model

    def resolve(self, model: str | None, version: str | None, routing_key: str, wait_s: float) -> Target:
        """Decide which version answers.

        Args:
            model: What the caller named; the default model when None.
            version: The version that the caller named, if any.
            routing_key: The same key meets the same version.
            wait_s: Longest wait for the release, in seconds.

        Raises:
            PredictionError: There is no such model, or its release cannot be read now.
        """
        name = model or self._default_model
        if version is not None:
            return Target(ModelKey(name, version), _role_of(version, self._release_or_none(name, wait_s)))
        try:
            choice = choose(self.release(name, wait_s), routing_key)
        except NothingReleasedError:
            raise _no_model(name) from None
        return Target(ModelKey(name, choice.version), choice.role.value, chosen=choice.role is Role.CANDIDATE)

    def release(self, model: str, wait_s: float) -> Release:
        """Return what of a model is in service.

        Raises:
            PredictionError: Nothing is, or it cannot be read now.
        """
        try:
            return self._releases.get(model, wait_s)
        except AbsentError:
            raise _no_model(model) from None
        except StillLoadingError:
            raise _loading(model) from None
        except Exception as error:
            log().error("release cannot be read", extra={"model": model, "error": _told(error)})
            raise _unavailable(model) from error

    def answer(self, request: PredictRequest, target: Target, wait_s: Callable[[], float]) -> Answer:
        """Predict the rows of a request.

        Args:
            request: What is asked for.
            target: Which version is to answer.
            wait_s: Seconds that are left.

        Raises:
            PredictionError: The rows are not accepted, or no model can answer now.
        """
        if not target.chosen:
            return self._answered(request, target, wait_s())
        begun = time.perf_counter()
        try:
            return self._answered(request, target, wait_s() / 2)
        except Exception as error:  # noqa: BLE001 - also what nobody foresaw is the candidate's, and costs no answer
            refusal = error
        lost_ms = (time.perf_counter() - begun) * 1000
        found = self._answered(request, self.live(target.key.model, wait_s()), wait_s())
        slow = isinstance(refusal, PredictionError) and refusal.code is ErrorCode.MODEL_LOADING
        if not slow:
            log().error(
                "the candidate failed and the live version answered",
                extra={"model": target.key.model, "version": target.key.version, "error": _told(refusal)},
            )
            return replace(found, candidate_failed=True)
        return replace(found, loading_ms=found.loading_ms + lost_ms)

    def loaded(self, target: Target, wait_s: float) -> LoadedModel:
        """Return the model of a target; loads it where it is not there.

        Raises:
            PredictionError: It is not ready in time, cannot be loaded, or the caller named a version that there is not.
        """
        key = target.key
        try:
            return self._models.get(key, wait_s)
        except StillLoadingError:
            raise _loading(key.model) from None
        except AbsentError as error:
            if target.role == PINNED:
                text = (
                    f"model {key.model!r} has no version {key.version!r}; GET /v1/models/{key.model} names its versions"
                )
                raise PredictionError(ErrorCode.MODEL_NOT_FOUND, text, field="version") from None
            raise self._broken(key, error) from error
        except Exception as error:
            raise self._broken(key, error) from error

    def _answered(self, request: PredictRequest, target: Target, wait_s: float) -> Answer:
        asked = time.perf_counter()
        loaded = self.loaded(target, wait_s)
        loading_ms = (time.perf_counter() - asked) * 1000
        if request.probabilities and not loaded.features.classes:
            text = f"model {target.key.model!r} gives numbers, not classes: probabilities must be false or absent"
            raise PredictionError(ErrorCode.INVALID_REQUEST, text, field="probabilities")
        try:
            matrix = loaded.rows.read(request.rows)
            begun = time.perf_counter()
            output = loaded.onnx.run(matrix)
            taken_ms = (time.perf_counter() - begun) * 1000
        except ModelFaultError as error:
            log().error(
                "the model failed",
                extra={"model": target.key.model, "version": target.key.version, "error": _told(error)},
            )
            raise PredictionError(ErrorCode.INTERNAL, "the model gave no usable answer") from error
        probabilities = None
        if request.probabilities and output.probabilities is not None:
            probabilities = output.probabilities.astype("float64").round(DIGITS).tolist()
        return Answer(target, output.predictions, probabilities, taken_ms, loading_ms)

    def live(self, model: str, wait_s: float) -> Target:
        """Return the live version of a model.

        Raises:
            PredictionError: There is none, or its release cannot be read now.
        """
        release = self.release(model, wait_s)
        if release.live is None:
            raise _no_model(model)
        return Target(ModelKey(model, release.live), Role.LIVE.value)

    def _release_or_none(self, model: str, wait_s: float) -> Release | None:
        """A version that the caller named is served without a release too: its role is then unknown."""
        try:
            return self.release(model, wait_s)
        except PredictionError:
            return None

    def _broken(self, key: ModelKey, error: Exception) -> PredictionError:
        log().error("model cannot be loaded", extra={"model": key.model, "version": key.version, "error": _told(error)})
        return _unavailable(key.model)


def _role_of(version: str, release: Release | None) -> str:
    if release is not None and version == release.live:
        return Role.LIVE.value
    if release is not None and release.candidate is not None and version == release.candidate.version:
        return Role.CANDIDATE.value
    return PINNED


def _no_model(model: str) -> PredictionError:
    text = f"there is no model {model!r} in service; GET /v1/models lists them"
    return PredictionError(ErrorCode.MODEL_NOT_FOUND, text, field="model")


def _loading(model: str) -> PredictionError:
    text = f"model {model!r} is being loaded; try again in {RETRY_LOADING_S} s"
    return PredictionError(ErrorCode.MODEL_LOADING, text, retry_after_s=RETRY_LOADING_S)


def _unavailable(model: str) -> PredictionError:
    text = f"model {model!r} cannot be served now; try again in {RETRY_UNAVAILABLE_S} s"
    return PredictionError(ErrorCode.MODEL_UNAVAILABLE, text, retry_after_s=RETRY_UNAVAILABLE_S)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
