"""Fixtures of sfn-express-integrations."""

from __future__ import annotations

from typing import Any

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import ACTIVITY, FUNCTION, INVOKE, alone, task

JOB = "arn:aws:states:::batch:submitJob.sync"
TOKEN = f"{INVOKE}.waitForTaskToken"
A = "definition.States.A."


def express(resource: object, names: tuple[str, ...] = ()) -> Case:
    return alone(task(resource), names).but(names, type="EXPRESS")


def each(resource: object, **config: object) -> dict[str, Any]:
    processor = {"ProcessorConfig": config, "StartAt": "B", "States": {"B": task(resource)}}
    return {"Type": "Map", "ItemProcessor": processor, "End": True}


DISTRIBUTED = each(INVOKE, Mode="DISTRIBUTED", ExecutionType="EXPRESS")
CASES = Cases(
    passes=[
        *map(express, (INVOKE, FUNCTION, "arn:aws:states:::batch:submitJob")),
        *[alone(task(resource)) for resource in (JOB, TOKEN, ACTIVITY)],
        *[alone(task(resource)).but(type="STANDARD") for resource in (JOB, TOKEN, ACTIVITY)],
        alone(DISTRIBUTED),
        alone(each(JOB, Mode="DISTRIBUTED", ExecutionType="STANDARD")),
        alone(each(INVOKE, Mode="INLINE")).but(type="EXPRESS"),
        alone(each(INVOKE, ExecutionType="EXPRESS")).but(type="EXPRESS"),
    ],
    fails=[
        *[
            express(resource, (f"{A}Resource is {resource}, for which an Express workflow cannot wait",))
            for resource in (JOB, TOKEN, ACTIVITY)
        ],
        alone(
            each(JOB, Mode="DISTRIBUTED", ExecutionType="EXPRESS"), (f"{A}ItemProcessor.States.B.Resource is {JOB}",)
        ),
        alone(DISTRIBUTED).but((f"{A}ItemProcessor.ProcessorConfig.Mode is DISTRIBUTED",), type="EXPRESS"),
    ],
    not_applicable=[],
    unknown=[alone(task(JOB)).but(type=U), express(U)],
    always_applicable=True,
)
