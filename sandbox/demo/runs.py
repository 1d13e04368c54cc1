"""Starts executions of the platform's state machine and reads what they leave, as any AWS client would."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_POLL_S = 0.2
_LIMIT_S = 240.0


@dataclass(frozen=True)
class Run:
    """One finished execution.

    Attributes:
        name: What the demonstration calls it.
        request: The execution's input.
        status: Step Functions' status (SUCCEEDED, FAILED, TIMED_OUT, ABORTED).
        seconds: From start to end, as Step Functions recorded it.
        output: The execution's output; empty when it failed.
        error: The error's name and cause, when it failed.
        records: One per input.
    """

    name: str
    request: Mapping[str, Any]
    status: str
    seconds: float
    output: Mapping[str, Any]
    error: str
    records: list[dict[str, Any]] = field(repr=False)

    @property
    def summary(self) -> Mapping[str, Any]:
        """The platform's own summary of the run."""
        found: Mapping[str, Any] = self.output.get("summary") or {}
        return found


class Platform:
    """The deployed platform, reached through AWS clients.

    Args:
        outputs: The stack's outputs.
        client: Makes a boto3 client for a service of the sandbox.
    """

    def __init__(self, outputs: Mapping[str, Any], client: Callable[[str], Any]) -> None:
        self.outputs = outputs
        self._states = client("stepfunctions")
        self._s3 = client("s3")

    def run(self, name: str, **request: Any) -> Run:
        """Runs the state machine once and waits for its end.

        Raises:
            TimeoutError: It did not end in time; nothing is known of its results.
        """
        started = self._states.start_execution(
            stateMachineArn=self.outputs["stateMachineArn"], input=json.dumps(request)
        )["executionArn"]
        deadline = time.monotonic() + _LIMIT_S
        while (state := self._states.describe_execution(executionArn=started))["status"] == "RUNNING":
            if time.monotonic() > deadline:
                raise TimeoutError(f"the run {name!r} ({started}) did not end in {_LIMIT_S:.0f} s")
            time.sleep(_POLL_S)
        output = json.loads(state.get("output") or "{}")
        return Run(
            name=name,
            request=request,
            status=state["status"],
            seconds=(state["stopDate"] - state["startDate"]).total_seconds(),
            output=output,
            error=f"{state.get('error', '')} {state.get('cause', '')}".strip(),
            records=self._records(output),
        )

    def _records(self, output: Mapping[str, Any]) -> list[dict[str, Any]]:
        place = (output.get("summary") or {}).get("results")
        if not place:
            return []
        body = self._s3.get_object(Bucket=place["bucket"], Key=place["key"])["Body"]
        return [json.loads(line) for line in body.iter_lines() if line]
