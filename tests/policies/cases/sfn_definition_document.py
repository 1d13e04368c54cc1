"""Fixtures of sfn-definition-document."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.machines import PASS, alone, inside, machine

WHOLE = aws("sfn/stateMachine", definition=json.dumps({"StartAt": "A", "States": {"A": PASS}}))
INNER = {"StartAt": "B", "States": {"B": PASS}}

CASES = Cases(
    passes=[
        WHOLE,
        alone(PASS),
        machine(U, start="A").but(definition={"StartAt": "A", "States": {"A": PASS}, "Comment": "why"}),
        *[alone(state) for state in inside(INNER)],
    ],
    fails=[
        WHOLE.but(("definition is no JSON object",), definition='{"StartAt": "A",'),
        WHOLE.but(("definition is no JSON object",), definition="[]"),
        WHOLE.but(("definition is no JSON object",), definition=None),
        machine(None, ("definition.States is no object",)),
        machine([], ("definition.States is no object",)),
        machine({"A": PASS}, ("definition.StartAt is not set",), start=None),
        machine({"A": "Pass"}, ("definition.States.A is no object",)),
        *[
            alone(state, (f"definition.States.A.{where}.StartAt is not set",))
            for state, where in zip(
                inside({"States": INNER["States"]}), ("Branches[0]", "ItemProcessor", "Iterator"), strict=True
            )
        ],
    ],
    not_applicable=[],
    unknown=[WHOLE.but(definition=U), machine(U), alone(U)],
    always_applicable=True,
)
