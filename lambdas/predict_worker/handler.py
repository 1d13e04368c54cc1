"""Entry of `predict_worker`: composition only."""

import os
from functools import cache
from typing import Any, Protocol

from lambdas import sdk
from lambdas.clients.prediction_jobs import PredictionJobs
from lambdas.models.composition import compose
from lambdas.predict_worker.settings import Settings
from lambdas.predict_worker.work import Work, parse_event


class Context(Protocol):
    """What is used of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the invocation."""
        ...


@cache
def work() -> Work:
    """Return what does the work in this environment."""
    settings = Settings.from_env(os.environ)
    models = compose(settings.models)
    return Work(
        settings.async_prefix, models.predictor, PredictionJobs(sdk.client("s3"), settings.models.bucket), models.meter
    )


def handler(event: object, context: Context) -> dict[str, Any]:
    """Compute one asynchronous prediction."""
    return work()(parse_event(event), lambda: context.get_remaining_time_in_millis() / 1000)
