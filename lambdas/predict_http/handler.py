"""Entry of `predict_http`: composition only.

Everything is made once for an environment, while that starts. With `PRELOAD` the default model is loaded then too: a
snapshot (SnapStart) or a warm environment has it, and the first request checks again what was read.
"""

import os
import threading
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Protocol

from lambdas.clients.prediction_jobs import PredictionJobs
from lambdas.clients.workers import Workers
from lambdas.models.composition import LaterClient, Models, compose
from lambdas.predict_http.app import App
from lambdas.predict_http.asynchronous import AsynchronousCalls
from lambdas.predict_http.settings import Settings
from lambdas.telemetry import log

PRELOAD_WAIT_S: Final = 8.0
"""Lambda allows 10 s for the start of an environment, and more only before a snapshot or provisioned concurrency.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"""


class Context(Protocol):
    """What is used of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the invocation."""
        ...


_making: Final = threading.Lock()


def app() -> App:
    """Return the environment's app; however many requests come first, there is one."""
    with _making:
        return _make()


def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Answer a request of API Gateway."""
    return app().respond(event, lambda: context.get_remaining_time_in_millis() / 1000)


@cache
def _make() -> App:
    settings = Settings.from_env(os.environ)
    models = compose(settings.models, settings.default_model)
    jobs = PredictionJobs(LaterClient("s3"), settings.models.bucket)
    worker = Workers(LaterClient("lambda"), settings.worker_function) if settings.worker_function else None
    if settings.preload:
        _preload(models)
    return App(settings, models, AsynchronousCalls(settings, models.predictor, jobs, worker))


def _preload(models: Models) -> None:
    """Load the default model; whatever is in the way, the first request meets it again and is told."""
    predictor = models.predictor
    try:
        predictor.loaded(predictor.resolve(None, None, "", PRELOAD_WAIT_S), PRELOAD_WAIT_S)
    except Exception:  # noqa: BLE001 - an environment without its model still says why to each caller
        log().exception("the default model was not loaded at the start")
    models.releases.expire()
    models.loaded.expire()


if "PRELOAD" in os.environ:  # deployed: before the first request, with the whole CPU that Lambda lends to a start
    app()
