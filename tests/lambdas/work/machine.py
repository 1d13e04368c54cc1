"""A state machine that remembers its executions by name, as Step Functions does."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from tests.lambdas.work.ledger_cloud import code

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:work"


@dataclass
class Execution:
    input: str
    status: str = "RUNNING"
    error: str | None = None


@dataclass
class Machine:
    """Errors are raised one a call, before anything is done."""

    executions: dict[str, Execution] = field(default_factory=dict)
    errors: list[Exception] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)

    def start_execution(self, stateMachineArn: str, name: str, input: str) -> dict[str, Any]:  # noqa: A002, N803
        with self.lock:
            if self.errors:
                raise self.errors.pop(0)
            there = self.executions.get(name)
            if there is not None and (there.status != "RUNNING" or there.input != input):
                raise code("ExecutionAlreadyExists")
            self.executions.setdefault(name, Execution(input))
            return {"executionArn": f"{stateMachineArn.replace(':stateMachine:', ':execution:')}:{name}"}

    def describe_execution(self, executionArn: str) -> dict[str, Any]:  # noqa: N803
        prefix, name = executionArn.rsplit(":", 1)
        assert prefix.split(":")[5] == "execution"
        self.described.append(name)
        if self.errors:
            raise self.errors.pop(0)
        if name not in self.executions:
            raise code("ExecutionDoesNotExist")
        found = self.executions[name]
        return {"status": found.status, **({"error": found.error} if found.error else {})}

    def end(self, name: str, status: str = "FAILED", error: str | None = "AttemptFailed") -> None:
        """End an execution; by default as one whose work was tried in vain."""
        self.executions[name].status, self.executions[name].error = status, error
