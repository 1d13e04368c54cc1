"""Fixtures of sfn-task-timeout."""

from __future__ import annotations

from guardrails.rules.sfn_task_timeout import LIMITS

from tests.policies.cases.case import Cases, U
from tests.policies.cases.machines import ACTIVITY, FUNCTION, INVOKE, alone, machine, task

JOB = "arn:aws:states:::sagemaker:createTrainingJob.sync"
WAITING = (JOB, f"{INVOKE}.waitForTaskToken", ACTIVITY, "arn:aws:states:::states:startExecution.sync:2")

CASES = Cases(
    passes=[
        *[alone(task(JOB, **{name: 60})) for name in LIMITS],
        *[alone(task(resource, TimeoutSeconds=U)) for resource in WAITING],
        *[alone(task(resource)) for resource in (INVOKE, FUNCTION)],
    ],
    fails=[alone(task(resource), ("definition.States.A.TimeoutSeconds is not set",)) for resource in WAITING],
    not_applicable=[alone(task(JOB), TimeoutSeconds=86400), alone(task(JOB), TimeoutSeconds=U).but()],
    unknown=[alone(task(U)), machine(U)],
)
