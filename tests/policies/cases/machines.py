"""State machines for fixtures: sound ones, to be changed in one thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guardrails.props import UNKNOWN_SENTINELS

from tests.policies.cases.case import Case, aws

UNKNOWN_TEXT = min(UNKNOWN_SENTINELS)
INVOKE = "arn:aws:states:::lambda:invoke"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:work"
ACTIVITY = "arn:aws:states:eu-west-1:123456789012:activity:work"
DONE: Mapping[str, Any] = {"Type": "Succeed"}
FAILED: Mapping[str, Any] = {"Type": "Fail", "Error": "Failed", "Cause": "see the execution"}
PASS: Mapping[str, Any] = {"Type": "Pass", "End": True}


def task(resource: object = INVOKE, /, **more: object) -> dict[str, Any]:
    """A Task state that is the last one, unless it says what comes next; ``None`` takes a field away."""
    end = {} if "Next" in more else {"End": True}
    state = {"Type": "Task", "Resource": resource, "Parameters": {"FunctionName": "work"}, **end, **more}
    return {name: value for name, value in state.items() if value is not None}


def machine(states: object, names: tuple[str, ...] = (), /, *, start: Any = "A", **top: Any) -> Case:
    """A machine with these states. Its definition is a text, as programs have it, also where a part is unknown."""
    document = {"StartAt": start, "States": states, **top}
    given = {key: value for key, value in document.items() if value is not None}
    return aws("sfn/stateMachine", names, definition=json.dumps(given, default=lambda _: UNKNOWN_TEXT))


def alone(state: object, names: tuple[str, ...] = (), /, **top: Any) -> Case:
    """A machine of one state, ``A``."""
    return machine({"A": state}, names, **top)


def twin(case: Case, before: str, after: str) -> Case:
    """The same machine, sound, with one text instead of another."""
    return case.but((), definition=str(case.props["definition"]).replace(before, after))


def inside(scope: object) -> tuple[dict[str, Any], ...]:
    """States that hold a scope: a branch, a map, and a map as it was written before."""
    return (
        {"Type": "Parallel", "Branches": [scope], "End": True},
        {"Type": "Map", "ItemProcessor": scope, "End": True},
        {"Type": "Map", "Iterator": scope, "End": True},
    )
