"""Fixtures of sfn-failure-visible."""

from __future__ import annotations

import json
from typing import Any

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import DONE, FAILED, INVOKE, PASS, alone, inside, machine, task

SNS, SQS, EVENTS = "sns:publish", "sqs:sendMessage", "events:putEvents"
HIDDEN = ("definition.States.A.Catch[0].Next is B, after which the execution succeeds",)
CHOICE = {"Type": "Choice", "Choices": [{"Variable": "$.ok", "BooleanEquals": True, "Next": "C"}], "Default": "B"}


def tell(call: str = SNS, **more: object) -> dict[str, Any]:
    return task(f"arn:aws:states:::{call}", Parameters={"Message": "failed"}, **more)


def catching(
    handler: object, names: tuple[str, ...] = (), error: str = "States.ALL", following: object = "B", **more: object
) -> Case:
    failing = task(Next="C", Catch=[{"ErrorEquals": [error], "Next": following, "ResultPath": "$.error"}])
    return machine({"A": failing, "B": handler, "C": DONE, "D": FAILED, **more}, names)


HIDING: list[Any] = [
    *map(tell, (SNS, SQS, EVENTS, "aws-sdk:sns:publish")),
    tell(Next="C"),
    DONE,
    PASS,
    {"Type": "Wait", "Seconds": 1, "Next": "C"},
]
HIDING_ALL: Any = json.loads(str(catching(tell()).props["definition"]))
CASES = Cases(
    passes=[
        *[catching(handler, error="SageMaker.ResourceNotFoundException") for handler in HIDING],
        *[catching(tell(call, Next="D")) for call in (SNS, SQS, EVENTS)],
        *[catching(task(resource)) for resource in (INVOKE, "arn:aws:states:::sns:other", "work")],
        catching({"Type": "Pass", "Next": "D"}),
        catching({"Type": "Wait", "Seconds": 1, "Next": "D"}),
        catching(FAILED),
        catching(CHOICE),
        catching(tell(), following="C"),
        catching(tell(), following="E"),
        *[alone(state) for state in inside({"StartAt": "A", "States": {**HIDING_ALL["States"]}})],
        catching(tell(), C=CHOICE, following="D"),
        catching(PASS, C={**CHOICE, "Choices": []}),
        catching(tell(), following="C", C=tell()),
        catching(tell(), error="X", C={**CHOICE, "Choices": []}),
    ],
    fails=[
        *[catching(handler, HIDDEN) for handler in HIDING],
        catching(tell(), HIDDEN, error="States.TaskFailed"),
        catching(tell(), HIDDEN, C={**CHOICE, "Choices": []}),
    ],
    not_applicable=[],
    unknown=[
        catching(tell(), following=U),
        catching(tell(Next=U)),
        catching(U),
        catching(task(U)),
        catching({**PASS, "Type": U}),
    ],
    always_applicable=True,
)
