"""Fixtures of sfn-task-token."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import INVOKE, alone, task

WAITING = f"{INVOKE}.waitForTaskToken"
LOST = ("definition.States.A does not pass the task token",)


def passing(payload: object, key: str = "Payload", names: tuple[str, ...] = ()) -> Case:
    return alone(task(WAITING, Parameters={"FunctionName": "work", key: payload}), names)


def in_jsonata(payload: object, names: tuple[str, ...] = ()) -> Case:
    arguments = {"FunctionName": "work", "Payload": payload}
    return alone(task(WAITING, Parameters=None, Arguments=arguments), names, QueryLanguage="JSONata")


CASES = Cases(
    passes=[
        passing({"token.$": "$$.Task.Token"}),
        passing({"token.$": "States.Format('{}', $$.Task.Token)"}),
        passing([{"Key": "token", "Value.$": "$$.Task.Token"}]),
        passing([1, "x", {"Value.$": "$$.Task"}]),
        passing({"context.$": "$$"}),
        passing("$$", "Payload.$"),
        in_jsonata("{% $states.context.Task.Token %}"),
        in_jsonata({"all": "{% $states.context %}"}),
        in_jsonata("{% $states %}"),
        alone(task(INVOKE)),
        alone(task(WAITING, Parameters={"token.$": "$$.Task.Token"})),
    ],
    fails=[
        alone(task(WAITING), LOST),
        alone(task(WAITING, Parameters={}), LOST),
        passing({"token.$": "$.Task.Token"}, names=LOST),
        passing({"token.$": "$$.Execution.Name"}, names=LOST),
        passing({"token.$": "$$.State.Name"}, names=LOST),
        passing({"token.$": "$$.StateMachine.Id"}, names=LOST),
        passing({"token.$": "$$.Map.Item.Value"}, names=LOST),
        passing([{"Key": "token", "Value.$": "$.token"}], names=LOST),
        passing([1, "x", {"Value.$": "$.x"}], names=LOST),
        in_jsonata("{% $states.input.token %}", LOST),
        in_jsonata("{% $states.context.Execution.Id %}", LOST),
    ],
    not_applicable=[],
    unknown=[passing(U), passing({"token.$": U}), alone(task(WAITING, Parameters=U)), alone(task(U))],
    always_applicable=True,
)
