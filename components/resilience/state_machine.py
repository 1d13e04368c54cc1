"""The state machine of one work: a pure builder. It stores its task token and waits for whoever has run the work.

The token is written by the state machine itself, so it is durable before anybody works on it; that it was written is
what starts the work, by the table's stream. Only that write is tried again: attempts at the work belong to whoever
keeps the lease. A state that is tried again has another token, which takes the place of the first one in the row;
should both have been stored, the work has one result all the same, and the second token is answered too.

Sources: https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token and
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi

from components.asl import State
from components.iam import Statement
from domain.resilience import TaskError

WAITING: Final = "Run"
LEAST_WAIT_S: Final = 1
MARGIN_S: Final = 30
"""What a token takes to reach the function, by the stream, beside the request itself."""

STORE_ATTEMPTS: Final = 3
"""Further writes of the token. What they wait (at most 1 + 2 + 4 s) is within the margin of the execution."""

TEXTS: Final[Mapping[str, str]] = {
    "task_id": "$.task_id",
    "task_token": "$$.Task.Token",
    "state_machine_arn": "$$.StateMachine.Id",
    "execution_id": "$$.Execution.Id",
    "work_key": "$.work_key",
    "input": "$.input",
}
NUMBERS: Final = ("epoch", "attempt", "created_at", "ttl")
"""A number of DynamoDB travels as a text: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html"""


@dataclass(frozen=True, kw_only=True)
class WorkDefinitionArgs:
    """Inputs.

    Attributes:
        partition: ``aws`` and its like.
        region: Where the state machine is: a token is answered there alone.
        token_table: Name of the token store.
        longest_request_s: The longest that a request takes, in seconds.
        handling_s: The longest that the function which runs the work takes, retries of a batch included, in seconds.
    """

    partition: str
    region: str
    token_table: pulumi.Input[str]
    longest_request_s: float
    handling_s: float = 0

    @property
    def timeout_s(self) -> int:
        """The longest that the task waits: then nobody answers any more, and whoever keeps the lease goes on."""
        return max(LEAST_WAIT_S, -int(-(self.longest_request_s + self.handling_s) // 1)) + MARGIN_S


def definition(args: WorkDefinitionArgs) -> dict[str, Any]:
    """The whole definition; its input is what ``lambdas.work`` starts it with."""
    return {
        "Comment": "One work: store the task token, wait until the work is run and its result is committed.",
        "StartAt": WAITING,
        "TimeoutSeconds": args.timeout_s + MARGIN_S,
        "States": {WAITING: _run(args)},
    }


def _run(args: WorkDefinitionArgs) -> State:
    return {
        "Type": "Task",
        "Resource": f"arn:{args.partition}:states:::aws-sdk:dynamodb:putItem.waitForTaskToken",
        "Parameters": {"TableName": args.token_table, "Item": item(args.region)},
        "TimeoutSeconds": args.timeout_s,
        "Retry": [
            {"ErrorEquals": [error.value for error in TaskError], "MaxAttempts": 0},
            {
                "ErrorEquals": ["States.TaskFailed"],
                "IntervalSeconds": 1,
                "BackoffRate": 2.0,
                "MaxAttempts": STORE_ATTEMPTS,
                "JitterStrategy": "FULL",
            },
        ],
        "End": True,
    }


def item(region: str) -> dict[str, Any]:
    """The row of a token, as DynamoDB takes it."""
    texts = {name: {"S.$": path} for name, path in TEXTS.items()}
    numbers = {name: {"N.$": f"States.Format('{{}}', $.{name})"} for name in NUMBERS}
    return {**texts, **numbers, "execution_region": {"S": region}}


def statements(token_table_arn: pulumi.Input[str], key_arn: pulumi.Input[str]) -> tuple[Statement, ...]:
    """What the state may do: write rows of the token store, which its key encrypts.

    Args:
        token_table_arn: The store's replica in this Region.
        key_arn: Its key there.
    """
    return (
        Statement(sid="StoreToken", actions=("dynamodb:PutItem",), resources=(token_table_arn,)),
        Statement(sid="TokenKey", actions=("kms:Decrypt",), resources=(key_arn,)),
    )
