"""Fixtures of sfn-state-name."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U
from tests.policies.cases.machines import PASS, inside, machine

LONG, TOO_LONG = "n" * 80, "n" * 81
WHERE = ("Branches[0]", "ItemProcessor", "Iterator")

CASES = Cases(
    passes=[
        machine({LONG: PASS}, start=LONG),
        *[machine({"A": state}) for state in inside({"StartAt": "B", "States": {"B": PASS}})],
        machine({"A": PASS}, start=TOO_LONG),
    ],
    fails=[
        machine(
            {"A": PASS, TOO_LONG: PASS}, (f"definition.States.{TOO_LONG} has a name of 81 characters",), start=TOO_LONG
        ),
        *[
            machine({"A": state}, (f"definition.States.A.{where}.States.A has the name of another state",))
            for state, where in zip(inside({"StartAt": "B", "States": {"B": PASS, "A": PASS}}), WHERE, strict=True)
        ],
    ],
    not_applicable=[],
    unknown=[machine(U)],
    always_applicable=True,
)
