"""The input of an execution, checked; what it leaves out comes from the stack's settings."""

from dataclasses import dataclass
from typing import Any, Final

from domain.checks import whole_number
from domain.routing import INFERENCE_TYPES
from lambdas import events
from lambdas.discover.settings import Settings

FIELDS: Final = ("prefix", "inference_type", "batch_threshold")
MAX_PREFIX_BYTES: Final = 1024
"""The longest key: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html"""
ADDED_BY_STEP_FUNCTIONS: Final = "AWS_STEP_FUNCTIONS_"
"""AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID marks a nested execution.
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-nested-workflows.html"""


@dataclass(frozen=True)
class DiscoverRequest:
    """Which prefix, and how to choose its path."""

    prefix: str
    inference_type: str
    batch_threshold: int


def parse_request(event: object, settings: Settings) -> DiscoverRequest:
    """Read the event.

    Raises:
        InvalidEventError: A field is missing, unknown or not accepted; it is named with its value.
    """
    fields = events.fields_of(event)
    events.only_known(fields, FIELDS, prefixes=(ADDED_BY_STEP_FUNCTIONS,))
    return DiscoverRequest(
        prefix=events.required(fields, "prefix", _prefix),
        inference_type=events.optional(fields, "inference_type", _inference_type, settings.inference_type),
        batch_threshold=events.optional(fields, "batch_threshold", _threshold, settings.batch_threshold),
    )


def _prefix(value: Any) -> str:
    prefix = events.text(value)
    length = len(prefix.encode("utf-8", "surrogatepass"))
    if length > MAX_PREFIX_BYTES:
        raise ValueError(f"{length} bytes are not accepted: at most {MAX_PREFIX_BYTES} bytes, the longest key of S3")
    if prefix.startswith("/"):
        raise ValueError(f"{prefix!r} is not accepted: keys do not start with a slash, such as 'digits/'")
    return prefix


def _inference_type(value: Any) -> str:
    if value not in INFERENCE_TYPES:
        raise ValueError(f"{value!r} is not accepted: one of {', '.join(INFERENCE_TYPES)}")
    return str(value)


def _threshold(value: Any) -> int:
    return whole_number("batch_threshold", value, 1)
