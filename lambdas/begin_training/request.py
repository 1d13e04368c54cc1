"""The event of ``begin_training``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from domain.training.start import DataPlace, Start, parse_start
from lambdas import events
from lambdas.pipeline.errors import StartRefused

FIELDS: Final = ("input", "execution_arn", "execution_name")


@dataclass(frozen=True)
class BeginRequest:
    """A start, and the execution that was started.

    Attributes:
        start: What it asks for.
        execution: ARN of the execution.
        execution_name: Its name.
    """

    start: Start
    execution: str
    execution_name: str


def parse_request(event: object, place: DataPlace) -> BeginRequest:
    """Read the event.

    Raises:
        InvalidEventError: A field is missing or not accepted.
        StartRefused: The execution's input is about nothing that this pipeline trains on.
    """
    fields = events.fields_of(event)
    events.only_known(fields, FIELDS)
    execution = events.required(fields, "execution_arn", events.text)
    name = events.required(fields, "execution_name", events.text)
    return BeginRequest(_start(fields.get("input"), place), execution, name)


def _start(value: Any, place: DataPlace) -> Start:
    try:
        return parse_start({} if value is None else value, place)
    except ValueError as error:
        raise StartRefused(f"the execution's input: {error}") from error
