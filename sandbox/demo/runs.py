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
        started = self.start(**request)
        deadline = time.monotonic() + _LIMIT_S
        while (run := self.result(name, started, request)) is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"the run {name!r} ({started}) did not end in {_LIMIT_S:.0f} s")
            time.sleep(_POLL_S)
        return run

    def start(self, **request: Any) -> str:
        """Starts an execution and returns its ARN."""
        machine = self.outputs["stateMachineArn"]
        return str(self._states.start_execution(stateMachineArn=machine, input=json.dumps(request))["executionArn"])

    def running(self) -> int:
        """How many executions have not ended; at most 1,000 are counted."""
        listed = self._states.list_executions(
            stateMachineArn=self.outputs["stateMachineArn"], statusFilter="RUNNING", maxResults=1000
        )
        return len(listed["executions"])

    def result(self, name: str, execution: str, request: Mapping[str, Any]) -> Run | None:
        """What an execution left; None while it runs."""
        state = self._states.describe_execution(executionArn=execution)
        if state["status"] == "RUNNING":
            return None
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
