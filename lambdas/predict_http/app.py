"""The routes of the API, and what each of them does."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.models.names import checked_model
from domain.models.release import Role
from domain.prediction.errors import ErrorCode, PredictionError
from domain.prediction.request import parse_request
from lambdas.models.composition import Models
from lambdas.models.predictor import Answer, Target
from lambdas.predict_http import catalogue
from lambdas.predict_http.asynchronous import AsynchronousCalls
from lambdas.predict_http.http import (
    Reply,
    body_of,
    error_reply,
    reply,
    request_id_of,
    routing_key_of,
)
from lambdas.predict_http.settings import Settings
from lambdas.telemetry import log

MARGIN_S: Final = 0.5
"""Kept of the function's time to write the reply."""
HEALTH_WAIT_S: Final = 10.0
"""A health check gets its answer before whoever asks gives up."""

Route = Callable[[Mapping[str, Any], Callable[[], float]], Reply]


class App:
    """Answers requests.

    Args:
        settings: What the stack decided.
        models: Caches, predictor and metrics.
        asynchronous: Asynchronous calls.
    """

    def __init__(self, settings: Settings, models: Models, asynchronous: AsynchronousCalls) -> None:
        self._settings = settings
        self._models = models
        self._asynchronous = asynchronous
        self._routes: dict[tuple[str, str], Route] = {
            ("POST", "/v1/predict"): self.predict,
            ("GET", "/v1/health"): self.health,
            ("GET", "/v1/models"): self.list_models,
            ("GET", "/v1/models/{model}"): self.describe_model,
            ("POST", "/v1/predictions"): self.accept,
            ("GET", "/v1/predictions/{id}"): self.look_up,
        }

    def respond(self, event: Mapping[str, Any], remaining_s: Callable[[], float]) -> Reply:
        """Answer a request; whatever happens the caller gets one of our replies.

        Args:
            event: API Gateway's event.
            remaining_s: Seconds until the function is ended.
        """
        try:
            return self._route_of(event)(event, lambda: max(remaining_s() - MARGIN_S, 0.0))
        except PredictionError as error:
            return error_reply(error, request_id_of(event))
        except Exception:  # noqa: BLE001 - what nobody foresaw is logged whole and told to nobody
            log().exception("request failed", extra={"api_request_id": request_id_of(event)})
            unforeseen = PredictionError(ErrorCode.INTERNAL, "the request could not be answered")
            return error_reply(unforeseen, request_id_of(event))

    def predict(self, event: Mapping[str, Any], wait_s: Callable[[], float]) -> Reply:
        """`POST /v1/predict`."""
        begun = time.perf_counter()
        target: Target | None = None
        try:
            request = parse_request(body_of(event), self._settings.max_rows)
            key = routing_key_of(event)
            target = self._models.predictor.resolve(request.model, request.version, key, wait_s())
            answer = self._models.predictor.answer(request, target, wait_s)
            found = reply(200, _document(answer), {"X-Model-Version": answer.target.key.version})
        except PredictionError as error:
            self._count_refusal(error, target, begun)
            raise
        except Exception:
            self._count(target.role if target else Role.LIVE.value, begun, failed=True)
            raise
        self._models.meter.answered(answer, _since_ms(begun))
        return found

    def health(self, _event: Mapping[str, Any], wait_s: Callable[[], float]) -> Reply:
        """`GET /v1/health`: 200 when the default model can answer."""
        predictor, name = self._models.predictor, self._settings.default_model
        left = min(wait_s(), HEALTH_WAIT_S)
        try:
            target = predictor.resolve(None, None, "", left)
            if target.chosen:  # the service is up when the live version is
                target = predictor.live(name, left)
            predictor.loaded(target, left)
        except PredictionError as error:
            if error.ours:
                raise
            text = f"the default model {name!r} has no version in service"
            raise PredictionError(ErrorCode.MODEL_UNAVAILABLE, text, retry_after_s=30) from error
        return reply(200, {"status": "ok", "model": name, "version": target.key.version})

    def list_models(self, event: Mapping[str, Any], wait_s: Callable[[], float]) -> Reply:
        """`GET /v1/models`."""
        after = (event.get("queryStringParameters") or {}).get("next") or ""
        return reply(200, catalogue.page(self._models, after, wait_s))

    def describe_model(self, event: Mapping[str, Any], wait_s: Callable[[], float]) -> Reply:
        """`GET /v1/models/{model}`."""
        name = (event.get("pathParameters") or {}).get("model") or ""
        try:
            checked_model(name)
        except ValueError as error:
            raise PredictionError(ErrorCode.INVALID_REQUEST, str(error), field="model") from error
        return reply(200, catalogue.describe(self._models, name, wait_s))

    def accept(self, event: Mapping[str, Any], wait_s: Callable[[], float]) -> Reply:
        """`POST /v1/predictions`."""
        return self._asynchronous.accept(event, wait_s)

    def look_up(self, event: Mapping[str, Any], _wait_s: Callable[[], float]) -> Reply:
        """`GET /v1/predictions/{id}`."""
        return self._asynchronous.look_up((event.get("pathParameters") or {}).get("id") or "")

    def _route_of(self, event: Mapping[str, Any]) -> Route:
        route = self._routes.get((event.get("httpMethod", ""), event.get("resource", "")))
        if route is None:
            raise PredictionError(ErrorCode.NOT_FOUND, "there is no such operation; see the API's OpenAPI document")
        return route

    def _count_refusal(self, error: PredictionError, target: Target | None, begun: float) -> None:
        """Count what failed: for the caller's own mistakes only once it is known which version had to do with them."""
        if target is not None or error.ours:
            self._count(target.role if target else Role.LIVE.value, begun, failed=error.ours)

    def _count(self, release: str, begun: float, *, failed: bool) -> None:
        self._models.meter.called(release, failed=failed, latency_ms=_since_ms(begun))


def _since_ms(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def _document(answer: Answer) -> dict[str, Any]:
    document: dict[str, Any] = {
        "model": answer.target.key.model,
        "version": answer.target.key.version,
        "predictions": answer.predictions,
    }
    if answer.probabilities is not None:
        document["probabilities"] = answer.probabilities
    document["inference_time_ms"] = round(answer.inference_ms, 3)
    return document
