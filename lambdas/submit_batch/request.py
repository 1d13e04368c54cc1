"""The event of ``submit_batch``: a run, and the task of Step Functions that waits for it."""

from dataclasses import dataclass
from typing import Final

from domain.batches.manifest import checked_run_id
from lambdas import events

FIELDS: Final = ("run_id", "task_token", "execution_id", "state_machine_arn")
_ARN_REGION: Final = 3


@dataclass(frozen=True)
class SubmitRequest:
    """Which run, and who waits."""

    run_id: str
    task_token: str
    execution_id: str
    state_machine_arn: str

    @property
    def region(self) -> str:
        """Region of the execution, from its ARN."""
        return self.execution_id.split(":")[_ARN_REGION]


def parse_request(event: object) -> SubmitRequest:
    """Read the event.

    Raises:
        InvalidEventError: A field is missing or not accepted.
    """
    fields = events.fields_of(event)
    return SubmitRequest(
        run_id=events.required(fields, "run_id", checked_run_id),
        task_token=events.required(fields, "task_token", events.text),
        execution_id=events.required(fields, "execution_id", _arn),
        state_machine_arn=events.required(fields, "state_machine_arn", _arn),
    )


def _arn(value: object) -> str:
    arn = events.text(value)
    if not arn.startswith("arn:") or arn.count(":") < _ARN_REGION + 2:
        raise ValueError(f"{arn!r} is not accepted: an ARN")
    return arn
