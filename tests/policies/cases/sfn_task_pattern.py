"""Fixtures of sfn-task-pattern."""

from __future__ import annotations

from guardrails.aws.states_integrations import ACTIONS, NEVER_SYNC, SAGEMAKER_SYNC, SDK, WITH_TOKEN

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import alone, task

CALLS = {SDK: "sfn:startExecution", **{service: (actions or ("runJob",))[0] for service, actions in ACTIONS.items()}}
"""One action of each integration."""


def calling(call: object) -> Case:
    return alone(task(f"arn:aws:states:::{call}" if isinstance(call, str) else call))


def wrong(call: str) -> Case:
    service, pattern = call.partition(":")[0], call.partition(".")[2]
    where = f"definition.States.A.Resource is arn:aws:states:::{call}; {service} has no .{pattern} for "
    return alone(task(f"arn:aws:states:::{call}"), (where,))


WITH_SYNC = [f"{service}:{action}" for service, action in CALLS.items() if service not in {*NEVER_SYNC, "sagemaker"}]
CASES = Cases(
    passes=[
        *[calling(f"{service}:{action}") for service, action in CALLS.items()],
        *[calling(f"{call}.sync") for call in WITH_SYNC],
        *[calling(f"sagemaker:{action}.sync") for action in sorted(SAGEMAKER_SYNC)],
        *[calling(f"{service}:{CALLS[service]}.waitForTaskToken") for service in sorted(WITH_TOKEN)],
        *[calling(f"sagemaker:{action}") for action in ACTIONS["sagemaker"]],
        calling("states:startExecution.sync:2"),
        calling("sagemaker:invokeEndpoint.waitForTaskToken"),
        alone({"Type": "Pass", "Resource": "arn:aws:states:::lambda:invoke.sync", "End": True}),
    ],
    fails=[
        *[wrong(f"{service}:{CALLS[service]}.sync") for service in sorted(NEVER_SYNC)],
        *[wrong(f"sagemaker:{action}.sync") for action in ACTIONS["sagemaker"] if action not in SAGEMAKER_SYNC],
        *[wrong(f"{service}:{CALLS[service]}.waitForTaskToken") for service in CALLS if service not in WITH_TOKEN],
        wrong("ecs:runTask.sync:2"),
        wrong("states:startExecution.async"),
    ],
    not_applicable=[],
    unknown=[calling(U)],
    always_applicable=True,
)
