"""Fixtures of sfn-state-fields."""

from __future__ import annotations

from typing import Any

from tests.policies.cases.case import Cases, U
from tests.policies.cases.machines import DONE, FAILED, PASS, alone, task

SCOPE = {"StartAt": "B", "States": {"B": PASS}}
RETRY = [{"ErrorEquals": ["States.ALL"]}]
CATCH = [{"ErrorEquals": ["States.ALL"], "Next": "B"}]
CHOICES = [{"Variable": "$.ok", "BooleanEquals": True, "Next": "A"}]
SOUND: list[dict[str, Any]] = [
    task(),
    dict(PASS),
    {"Type": "Choice", "Choices": CHOICES},
    {"Type": "Wait", "Seconds": 1, "End": True},
    dict(DONE),
    dict(FAILED),
    {"Type": "Parallel", "Branches": [SCOPE], "End": True},
    {"Type": "Map", "ItemProcessor": SCOPE, "End": True},
]
TASK, _, CHOICE, WAIT, SUCCEED, FAIL, PARALLEL, MAP = SOUND
HANDLING = [{**state, "Retry": RETRY, "Catch": CATCH} for state in (TASK, PARALLEL, MAP)]


def at(field: str, problem: str) -> tuple[str, ...]:
    return (f"definition.States.A.{field} {problem}",)


def without(state: dict[str, Any], field: str) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name != field}


CASES = Cases(
    passes=[
        *map(alone, [*SOUND, *HANDLING]),
        alone({"Type": "Wait", "SecondsPath": "$.wait", "End": True}),
        alone({"Type": "Wait", "Timestamp": "2026-12-01T00:00:00Z", "End": True}),
        alone({"Type": "Wait", "TimestampPath": "$.at", "End": True}),
        alone({"Type": "Map", "Iterator": SCOPE, "End": True}),
        *[alone({**TASK, name: 60}) for name in ("TimeoutSeconds", "HeartbeatSeconds")],
        alone({**TASK, "TimeoutSecondsPath": "$.limit", "HeartbeatSecondsPath": "$.beat"}),
        alone({"Type": "Fail", "ErrorPath": "$.error", "CausePath": "$.cause"}),
        alone({**TASK, "Resource": U}),
    ],
    fails=[
        alone(without(TASK, "Type"), at("Type", "is not set")),
        alone({**TASK, "Type": "task"}, at("Type", "is task; accepted: Task, Pass, Choice, Wait, Succeed")),
        alone(without(TASK, "Resource"), at("Resource", "is not set for a Task state")),
        alone(without(CHOICE, "Choices"), at("Choices", "is not set for a Choice state")),
        alone(without(WAIT, "Seconds"), at("Seconds", "is not set for a Wait state")),
        alone(without(PARALLEL, "Branches"), at("Branches", "is not set for a Parallel state")),
        alone(without(MAP, "ItemProcessor"), at("ItemProcessor", "is not set for a Map state")),
        alone({**WAIT, "SecondsPath": "$.wait"}, at("SecondsPath", "is set beside Seconds")),
        alone({**WAIT, "Timestamp": "2026-12-01T00:00:00Z"}, at("Timestamp", "is set beside Seconds")),
        alone({**WAIT, "TimestampPath": "$.at"}, at("TimestampPath", "is set beside Seconds")),
        *[
            alone({**TASK, name: 60, f"{name}Path": "$.n"}, at(f"{name}Path", f"is set beside {name}"))
            for name in ("TimeoutSeconds", "HeartbeatSeconds")
        ],
        *[
            alone({**FAIL, f"{name}Path": "$.n"}, at(f"{name}Path", f"is set beside {name}"))
            for name in ("Error", "Cause")
        ],
        *[
            alone({**state, name: value}, at(name, f"is set for a {state['Type']} state"))
            for name, value in (("Retry", RETRY), ("Catch", CATCH), ("TimeoutSeconds", 60))
            for state in SOUND
            if state["Type"] not in ({"Task", "Parallel", "Map"} if name != "TimeoutSeconds" else {"Task"})
        ],
    ],
    not_applicable=[],
    unknown=[alone({**TASK, "Type": U}), alone(U)],
    always_applicable=True,
)
