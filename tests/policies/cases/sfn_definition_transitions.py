"""Fixtures of sfn-definition-transitions."""

from __future__ import annotations

from typing import Any

from tests.policies.cases.case import Cases, U
from tests.policies.cases.machines import DONE, FAILED, PASS, inside, machine, task

ALL = ["States.ALL"]
CHOICE: dict[str, Any] = {
    "Type": "Choice",
    "Choices": [{"Variable": "$.ok", "BooleanEquals": True, "Next": "B"}],
    "Default": "C",
}
WORK = task(Next="B", Catch=[{"ErrorEquals": ALL, "Next": "C"}])
ENDS: dict[str, Any] = {"B": DONE, "C": FAILED}


def choice(following: object, default: object = "C") -> dict[str, Any]:
    return {**CHOICE, "Choices": [{**CHOICE["Choices"][0], "Next": following}], "Default": default}


def to(following: object) -> dict[str, Any]:
    return {"Type": "Pass", "Next": following}


CASES = Cases(
    passes=[
        machine({"A": WORK, **ENDS}),
        machine({"A": CHOICE, **ENDS}),
        machine({"A": to("a.b"), "a.b": DONE}),
        machine({"A": to("__wait"), "__wait": DONE}),
        machine({"A": to("A")}),
        machine({"A": to("B"), "B": DONE}),
        machine({"A": to("B"), "B": DONE}, start=None),
        *[machine({"A": state}) for state in inside({"StartAt": "B", "States": {"B": to("C"), "C": DONE}})],
    ],
    fails=[
        machine({"A": WORK, **ENDS}, ("definition.StartAt is D, which is no state",), start="D"),
        machine({"A": {**WORK, "Next": "D"}, **ENDS}, ("definition.States.A.Next is D, which is no state",)),
        machine(
            {"A": task(Next="B", Catch=[{"ErrorEquals": ALL, "Next": "D"}]), **ENDS},
            ("definition.States.A.Catch[0].Next is D, which is no state beside it",),
        ),
        machine({"A": choice("D"), **ENDS}, ("definition.States.A.Choices[0].Next is D",)),
        machine({"A": choice("B", "D"), **ENDS}, ("definition.States.A.Default is D",)),
        machine({"A": to("b"), "B": DONE}, ("definition.States.A.Next is b, which",)),
        machine({"A": to("A"), "B": DONE}, ("definition.States.B is a state that nothing leads to",)),
        machine({"A": WORK, **ENDS, "D": to("B")}, ("definition.States.D is a state that nothing leads to",)),
        *[
            machine({"A": state}, (f"definition.States.A.{where}.States.B.Next is A, which",))
            for state, where in zip(
                inside({"StartAt": "B", "States": {"B": to("A"), "C": DONE}}),
                ("Branches[0]", "ItemProcessor", "Iterator"),
                strict=True,
            )
        ],
    ],
    not_applicable=[],
    unknown=[
        machine({"A": to(U), "B": PASS}),
        machine({"A": PASS, "B": U}),
        machine({"A": choice(U), **ENDS}),
        machine({"A": {**CHOICE, "Choices": U}, **ENDS}),
        machine({"A": task(Next="B", Catch=U), **ENDS}),
        machine({"A": task(Next="B", Catch=[U]), **ENDS}),
        machine({"A": PASS, "B": DONE}, start=U),
    ],
    always_applicable=True,
)
