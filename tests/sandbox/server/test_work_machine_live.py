"""The state machine of a work, where its token store is ill."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.resilience.state_machine import WorkDefinitionArgs, definition
from domain.resilience import TaskError

pytestmark = pytest.mark.server

HERE = "us-east-2"


def test_a_token_that_was_not_stored_is_stored_again_and_an_attempt_that_failed_is_not_made_again(
    aws: Any, tools: Any
) -> None:
    table, states = aws.name("table"), aws.client("stepfunctions", HERE)
    store = aws.client("dynamodb", HERE)
    store.create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "task_id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "task_id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    args = WorkDefinitionArgs(partition="aws", region=HERE, token_table=table, longest_request_s=20)
    role = aws.role(tools.allow("dynamodb:PutItem"), trust="states.amazonaws.com")
    machine = states.create_state_machine(name=aws.name("work"), definition=json.dumps(definition(args)), roleArn=role)[
        "stateMachineArn"
    ]
    asked = {"key": "a", "epoch": 1, "attempt": 1, "input": "{}", "task_id": "a#1#1", "work_key": "a"}
    aws.admin.add_fault(kind="error_5xx", service="dynamodb", operation="PutItem", region=HERE, count=1)
    started = states.start_execution(
        stateMachineArn=machine, name="one", input=json.dumps({**asked, "created_at": 1, "ttl": 2})
    )["executionArn"]

    def token() -> str | None:
        found = store.get_item(TableName=table, Key={"task_id": {"S": "a#1#1"}}).get("Item")
        return None if found is None else str(found["task_token"]["S"])

    stored = tools.eventually(token, "the token, after one write that failed")
    states.send_task_failure(taskToken=stored, error=TaskError.ATTEMPT_FAILED, cause="ill")
    ended = tools.eventually(
        lambda: (found := states.describe_execution(executionArn=started))["status"] == "FAILED" and found, "its end"
    )
    assert ended["error"] == "AttemptFailed"
    kinds = [event["type"] for event in states.get_execution_history(executionArn=started)["events"]]
    assert kinds.count("TaskScheduled") == 2
    assert token() == stored
