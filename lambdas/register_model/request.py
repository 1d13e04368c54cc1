"""What `register_model` is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.models.names import checked_model, checked_version
from domain.training.run_id import checked_run_id
from lambdas import events
from lambdas.errors import InvalidEventError


@dataclass(frozen=True)
class Request:
    """A run whose model is registered.

    Attributes:
        run_id: The run.
        model: Name of the model.
        version: Its version.
        attempt: Which attempt at the run this is.
        output_key: Key of the training job's `model.tar.gz`.
    """

    run_id: str
    model: str
    version: str
    attempt: int
    output_key: str


def parse(event: object, bucket: str) -> Request:
    """Read the event of the pipeline.

    Args:
        event: `{"run", "training", "evaluation", "gate"}`.
        bucket: The run bucket; a model that lies elsewhere is not this run's.

    Raises:
        InvalidEventError: A field is missing or not accepted, or the gate was not passed.
    """
    fields = events.fields_of(event)
    run = events.required(fields, "run", events.fields_of)
    training = events.required(fields, "training", events.fields_of)
    gate = events.required(fields, "gate", events.fields_of)
    if gate.get("passed") is not True:
        raise InvalidEventError(f"gate.passed is {gate.get('passed')!r}; only a model that passed is registered")
    return Request(
        run_id=events.required(run, "run_id", checked_run_id),
        model=events.required(run, "model", checked_model),
        version=events.required(run, "version", checked_version),
        attempt=events.required(run, "attempt", _attempt),
        output_key=_key(training, bucket),
    )


def _attempt(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"{value!r} is not accepted: a whole number from 1")
    return value


def _key(training: Mapping[str, Any], bucket: str) -> str:
    uri = events.required(training, "model_data", events.text)
    prefix = f"s3://{bucket}/"
    if not uri.startswith(prefix) or len(uri) == len(prefix):
        raise InvalidEventError(f"training.model_data is {uri[:200]!r}; accepted: an object in {prefix}")
    return uri.removeprefix(prefix)
