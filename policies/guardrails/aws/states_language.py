"""Reads the Task states of a state machine's definition (Amazon States Language), nested ones too.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.props import Props

_TIMED_OUT: Final = frozenset({"States.ALL", "States.Timeout"})
"""Errors that a retrier names when it also repeats an attempt that used up all its time. States.TaskFailed does not
match a timeout, and other errors come early."""


@dataclass(frozen=True)
class Task:
    """One Task state.

    Args:
        name: Its name.
        node: The state.
    """

    name: str
    node: Props

    @property
    def timeout(self) -> Props:
        """How long one attempt may take."""
        return self.node["TimeoutSeconds"]

    @property
    def calls(self) -> str:
        """The ARN that it calls, or that says which service it calls; empty when it cannot be known."""
        return self.node["Resource"].text() or ""

    @property
    def function(self) -> str | None:
        """The name or ARN of the function that it calls; None when it calls none, or none that is known."""
        if ":function:" in self.calls:
            return self.calls
        arguments = self.node["Arguments"] if self.node["Parameters"].missing else self.node["Parameters"]
        return arguments["FunctionName"].text() if arguments.is_map else None

    def longest(self) -> float | None:
        """How long it may take with all repeated attempts and the pauses between them; None when it is unlimited."""
        each = self.timeout.number()
        if each is None:
            return None
        total = each
        for retrier in self.node["Retry"].each():
            if not _TIMED_OUT.isdisjoint(retrier["ErrorEquals"].texts()):
                total += _repeats(retrier, each)
        return total


def tasks(definition: Props) -> Iterator[Task]:
    """Every state of a definition, those of maps and branches included; one that is no Task has no time and no call."""
    for name, state in definition["States"].items():
        yield Task(name, state)
        for inner in ("Iterator", "ItemProcessor"):
            yield from tasks(state[inner])
        for branch in state["Branches"].each():
            yield from tasks(branch)


def _repeats(retrier: Props, each: float) -> float:
    attempts = retrier["MaxAttempts"].number()
    pause = retrier["IntervalSeconds"].number()
    rate = retrier["BackoffRate"].number()
    longest = retrier["MaxDelaySeconds"].number()
    count = int(3 if attempts is None else attempts)
    pauses = ((1 if pause is None else pause) * (2 if rate is None else rate) ** index for index in range(count))
    return count * each + sum(one if longest is None else min(one, longest) for one in pauses)
