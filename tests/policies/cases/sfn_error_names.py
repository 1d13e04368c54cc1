"""Fixtures of sfn-error-names."""

from __future__ import annotations

from guardrails.rules.sfn_error_names import KNOWN

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import DONE, FUNCTION, INVOKE, machine, task

SDK = "arn:aws:states:::aws-sdk:sagemakerruntime:invokeEndpoint"
READY, OTHER = "SageMakerRuntime.ModelNotReadyException", "SageMaker.ModelNotReadyException"
A = "definition.States.A."


def retrying(error: object, resource: object = INVOKE, names: tuple[str, ...] = ()) -> Case:
    return machine({"A": task(resource, Retry=[{"ErrorEquals": [error], "MaxAttempts": 2}])}, names)


def catching(error: object, resource: object = INVOKE, names: tuple[str, ...] = ()) -> Case:
    catchers = [{"ErrorEquals": [error], "Next": "B", "ResultPath": "$.error"}]
    return machine({"A": task(resource, Catch=catchers), "B": DONE}, names)


CASES = Cases(
    passes=[
        *[retrying(name) for name in sorted(KNOWN)],
        *[retrying(name) for name in ("States.Http.StatusCode.429", "States.Http.Socket")],
        *[make(READY, SDK) for make in (retrying, catching)],
        *[retrying("States.Timeout", resource) for resource in (SDK, FUNCTION)],
        retrying("ModelError", SDK),
        *[retrying(OTHER, resource) for resource in (INVOKE, FUNCTION, "arn:aws:states:::sagemaker:createEndpoint")],
        catching("States.TaskFailed"),
    ],
    fails=[
        *[
            make(OTHER, SDK, (f"{A}{name}[0].ErrorEquals names {OTHER}, which sagemakerruntime does not give",))
            for make, name in ((retrying, "Retry"), (catching, "Catch"))
        ],
        retrying(
            "States.Timeouts", names=(f"{A}Retry[0].ErrorEquals names States.Timeouts, which Step Functions does",)
        ),
        catching("States.TaskTimedOut", names=(f"{A}Catch[0].ErrorEquals names States.TaskTimedOut",)),
        retrying("States.Failed", SDK, (f"{A}Retry[0].ErrorEquals names States.Failed, which Step",)),
    ],
    not_applicable=[],
    unknown=[retrying(U), retrying(OTHER, U)],
    always_applicable=True,
)
