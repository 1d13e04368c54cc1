"""Fixtures of sfn-state-ends."""

from __future__ import annotations

from typing import Any

from tests.policies.cases.case import Cases, U
from tests.policies.cases.machines import DONE, FAILED, alone, inside, machine

RULE = {"Variable": "$.ok", "BooleanEquals": True, "Next": "A"}
CHOICE: dict[str, Any] = {"Type": "Choice", "Choices": [RULE]}
OPEN: list[dict[str, Any]] = [{"Type": kind} for kind in ("Task", "Pass", "Wait", "Parallel", "Map")]
CLOSED: list[dict[str, Any]] = [dict(DONE), dict(FAILED), CHOICE]
LOOP = {"StartAt": "B", "States": {"B": {"Type": "Pass", "Next": "B"}}}
A = "definition.States.A."


def with_way_out(state: object) -> dict[str, object]:
    return {"A": state, "B": DONE}


CASES = Cases(
    passes=[
        *[alone({**state, "End": True}) for state in OPEN],
        *[machine(with_way_out({**state, "Next": "B"})) for state in OPEN],
        *[machine(with_way_out({**state, "Next": "B", "End": False})) for state in OPEN],
        *[machine(with_way_out({**state, "End": True})) for state in OPEN],
        *[machine(with_way_out(state)) for state in CLOSED],
        alone(DONE),
        alone(FAILED),
        *[alone(state) for state in inside(LOOP)],
        machine({}),
    ],
    fails=[
        *[alone(state, (f"{A}Next is not set, nor is End",)) for state in OPEN],
        *[machine(with_way_out(state), (f"{A}Next is not set, nor is End",)) for state in OPEN],
        *[
            machine(with_way_out({**state, "Next": "B", "End": True}), (f"{A}End is set beside Next",))
            for state in OPEN
        ],
        *[alone({**state, "End": False}, (f"{A}Next is not set",)) for state in OPEN],
        *[
            machine(with_way_out({**state, name: value}), (f"{A}{name} is set for a {state['Type']} state",))
            for state in CLOSED
            for name, value in (("Next", "B"), ("End", True))
        ],
        alone(CHOICE, ("definition.States has no state that ends the execution",)),
        machine(
            {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Choice"}},
            ("definition.States has no state that ends the execution",),
        ),
    ],
    not_applicable=[],
    unknown=[
        alone({"Type": "Pass", "End": U}),
        alone({"Type": "Pass", "Next": "A", "End": U}),
        alone({"Type": U, "Next": "A"}),
        alone(U),
    ],
    always_applicable=True,
)
