"""Starts runs of the training pipeline and waits for their ends, as any AWS client would."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sandbox.demo.data import Digits

POLL_S = 0.5
LIMIT_S = 300.0


@dataclass(frozen=True)
class TrainingRun:
    """One finished execution.

    Attributes:
        name: What the demonstration calls it.
        status: Step Functions' status.
        seconds: From start to end, as Step Functions recorded it.
        error: The error's name and cause; empty when it succeeded.
        output: The execution's output; empty when it failed.
        states: The states that it entered, in order.
    """

    name: str
    status: str
    seconds: float
    error: str
    output: Mapping[str, Any]
    states: tuple[str, ...]


class Pipeline:
    """The deployed training pipeline.

    Args:
        outputs: The stack's outputs.
        client: Makes a boto3 client for a service of the sandbox.
    """

    def __init__(self, outputs: Mapping[str, Any], client: Callable[[str], Any]) -> None:
        self._machine = outputs["trainingStateMachineArn"]
        self._data = urlsplit(outputs["trainingDataUri"])
        self._states = client("stepfunctions")
        self._s3 = client("s3")

    def train(self, name: str, table: bytes) -> TrainingRun:
        """Stores a data file, which starts the pipeline by its event, and waits for the end.

        Raises:
            TimeoutError: Nothing started, or it did not end.
        """
        return self.after(name, lambda: self.store(name, table))

    def store(self, name: str, table: bytes) -> str:
        """Writes a data file below the prefix that the pipeline watches; returns its key."""
        key = f"{self._data.path.lstrip('/')}{name.replace(' ', '-')}.csv"
        self._s3.put_object(Bucket=self._data.netloc, Key=key, Body=table, ContentType="text/csv")
        return key

    def start(self, name: str, request: Mapping[str, Any]) -> TrainingRun:
        """Starts an execution by hand, and waits for its end."""
        arn = self._states.start_execution(stateMachineArn=self._machine, input=json.dumps(request))["executionArn"]
        return self._end(name, arn)

    def after(self, name: str, act: Callable[[], Any]) -> TrainingRun:
        """Does something that starts an execution, and waits for the end of that one."""
        known = self._executions()
        act()
        until = time.monotonic() + LIMIT_S
        while not (begun := self._executions() - known):
            if time.monotonic() > until:
                raise TimeoutError(f"{name}: no execution of {self._machine} began within {LIMIT_S:.0f} s")
            time.sleep(POLL_S)
        return self._end(name, begun.pop())

    def _executions(self) -> set[str]:
        found = self._states.list_executions(stateMachineArn=self._machine)["executions"]
        return {one["executionArn"] for one in found}

    def _end(self, name: str, arn: str) -> TrainingRun:
        until = time.monotonic() + LIMIT_S
        while (found := self._states.describe_execution(executionArn=arn))["status"] == "RUNNING":
            if time.monotonic() > until:
                raise TimeoutError(f"{name}: the execution did not end within {LIMIT_S:.0f} s")
            time.sleep(POLL_S)
        error = ": ".join(found[part] for part in ("error", "cause") if found.get(part))
        return TrainingRun(
            name,
            found["status"],
            (found["stopDate"] - found["startDate"]).total_seconds(),
            error,
            json.loads(found.get("output") or "{}"),
            self._entered(arn),
        )

    def _entered(self, arn: str) -> tuple[str, ...]:
        pages = self._states.get_paginator("get_execution_history").paginate(executionArn=arn)
        entered = (event.get("stateEnteredEventDetails") for page in pages for event in page["events"])
        return tuple(details["name"] for details in entered if details)


def table_of(digits: Digits, indices: Sequence[int], labels: Sequence[int] | None = None) -> bytes:
    """Images as rows of a CSV file, a pixel a column; other labels where they are given."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(f"pixel_{place}" for place in range(64)), "label"])
    for position, index in enumerate(indices):
        label = digits.labels[index] if labels is None else labels[position]
        writer.writerow([*(int(level) for level in digits.images[index].ravel()), int(label)])
    return text.getvalue().encode()
