"""Fixtures of sfn-task-resource."""

from __future__ import annotations

from guardrails.aws.states_integrations import ACTIONS

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import ACTIVITY, FUNCTION, alone, machine, task

PREFIX = "arn:aws:states:::"
EVERY = [
    f"{PREFIX}{service}:{action}" for service, actions in ACTIONS.items() for action in actions or ("createCluster",)
]


def calling(resource: object) -> Case:
    return alone(task(resource))


def wrong(resource: str) -> Case:
    return alone(task(resource), (f"definition.States.A.Resource is {resource}, which is no function, activity",))


CASES = Cases(
    passes=[
        *map(calling, EVERY),
        calling(FUNCTION),
        calling(f"{FUNCTION}:live"),
        calling(ACTIVITY),
        calling("arn:aws-cn:states:::sqs:sendMessage"),
        calling(f"{PREFIX}lambda:invoke.waitForTaskToken"),
        calling(f"{PREFIX}states:startExecution.sync:2"),
        calling(f"{PREFIX}aws-sdk:sagemakerruntime:invokeEndpoint"),
        calling(f"{PREFIX}aws-sdk:s3:getObject.waitForTaskToken"),
        alone({"Type": "Pass", "Resource": "none", "End": True}),
    ],
    fails=[
        wrong(f"{PREFIX}sagemaker:invokeEndpoint"),
        wrong(f"{PREFIX}sagemakerruntime:invokeEndpoint"),
        wrong(f"{PREFIX}eks:"),
        wrong(f"{PREFIX}athena:query"),
        wrong(f"{PREFIX}dynamodb:query"),
        wrong(f"{PREFIX}lambda"),
        wrong(f"{PREFIX}aws-sdk:sagemaker-runtime:invokeEndpoint"),
        wrong(f"{PREFIX}aws-sdk:sagemakerruntime:InvokeEndpoint"),
        wrong(f"{PREFIX}aws-sdk:sagemakerruntime"),
        wrong("arn:aws:sqs:eu-west-1:123456789012:jobs"),
        wrong("invoke"),
    ],
    not_applicable=[],
    unknown=[calling(U), machine(U)],
    always_applicable=True,
)
