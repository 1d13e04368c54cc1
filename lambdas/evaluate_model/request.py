"""The event of `evaluate_model`."""

from dataclasses import dataclass
from typing import Any

from domain.training.layout import RunPlaces
from lambdas import events
from lambdas.pipeline.step import run_of


@dataclass(frozen=True)
class EvaluationRequest:
    """Which run, and where in the run bucket its training job left the model."""

    run_id: str
    output_key: str


def parse_request(event: object, bucket: str) -> EvaluationRequest:
    """Read the event.

    Raises:
        InvalidEventError: A field is missing, or the model lies outside of the run.
    """
    run_id = run_of(event).run_id
    prefix = f"s3://{bucket}/{RunPlaces(run_id).output}"

    def own_output(value: Any) -> str:
        uri = events.text(value)
        if not uri.startswith(prefix) or "/../" in uri:
            raise ValueError(f"{uri[:200]!r} is not accepted: below {prefix}")
        return uri.removeprefix(f"s3://{bucket}/")

    training = events.required(events.fields_of(event), "training", events.fields_of)
    return EvaluationRequest(run_id, events.required(training, "model_data", own_output))
