"""Fixtures of sfn-catch-result-path."""

from __future__ import annotations

from typing import Any

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import DONE, FAILED, alone, inside, machine, task

TOLD = {"TopicArn": "arn:aws:sns:us-east-1:123456789012:failures", "Message": "failed"}
TELL = task("arn:aws:states:::sns:publish", Parameters=TOLD, Next="C", TimeoutSeconds=5)
LOST = ("definition.States.A.Catch[0].ResultPath is not set",)


def catching(names: tuple[str, ...] = (), /, handler: object = TELL, following: object = "B", **more: object) -> Case:
    catcher = {"ErrorEquals": ["States.ALL"], "Next": following, **more}
    return machine({"A": task(Catch=[catcher]), "B": handler, "C": FAILED}, names)


def reading(path: str, key: str = "Message.$") -> dict[str, Any]:
    return {**TELL, "Parameters": {**TOLD, key: path}}


CASES = Cases(
    passes=[
        catching(ResultPath="$.error"),
        catching(ResultPath=None),
        catching(handler=FAILED),
        catching(handler=DONE),
        catching(following="D"),
        catching(handler=reading("$.Cause")),
        catching(handler=reading("States.Format('{}', $.Error)")),
        catching(handler=reading("{% $states.input.Error %}")),
        catching(handler=reading("$.Error", "Input")),
        machine({"A": {**task(), "Catch": [{"Next": "B"}], "QueryLanguage": "JSONata"}, "B": TELL, "C": FAILED}),
        *[
            alone(state)
            for state in inside({"StartAt": "B", "States": {"B": task(Catch=[{"Next": "C"}]), "C": DONE, "D": TELL}})
        ],
    ],
    fails=[
        catching(LOST),
        catching(LOST, handler=reading("$.job")),
        catching(LOST, handler=reading("$.ErrorCount")),
        catching(LOST, handler=reading("{% $states.input.job %}")),
        machine({"A": {**task(), "Catch": [{"Next": "B"}], "QueryLanguage": "JSONPath"}, "B": TELL, "C": FAILED}, LOST),
        *[
            alone(state, (f"definition.States.A.{where}.States.B.Catch[0].ResultPath is not set",))
            for state, where in zip(
                inside({"StartAt": "B", "States": {"B": task(Catch=[{"Next": "D"}]), "C": DONE, "D": TELL}}),
                ("Branches[0]", "ItemProcessor", "Iterator"),
                strict=True,
            )
        ],
    ],
    not_applicable=[],
    unknown=[
        catching(following=U),
        catching(handler=U),
        catching(handler={**TELL, "Parameters": {**TOLD, "Message.$": U}}),
        catching(handler={**TELL, "Type": U}),
        machine({"A": task(Catch=[U]), "B": TELL, "C": FAILED}),
    ],
    always_applicable=True,
)
