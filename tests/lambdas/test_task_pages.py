"""The task table is read to its end, page by page, and every refusal of DynamoDB but the expected one is raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from domain.batches.batch import StoredTask
from lambdas.clients.task_scan import TaskScan
from lambdas.clients.task_settlement import TaskSettlement

READERS: list[tuple[str, Callable[[Any], list[StoredTask]]]] = [
    ("scan", lambda client: list(TaskScan(client, "tasks", "us-east-1").pending())),
    ("query", lambda client: list(TaskSettlement(client, "tasks", "us-east-1").tasks_of("ip-x"))),
]


@pytest.fixture
def stub(aws: None) -> Any:
    with Stubber(boto3.client("dynamodb")) as found:
        yield found
        found.assert_no_pending_responses()


def row(execution: str) -> dict[str, Any]:
    texts = {"task_id": "ip-x", "execution_id": execution, "task_token": "t", "status": "PENDING"}
    return {**{name: {"S": value} for name, value in texts.items()}, "created_at": {"N": "5"}}


@pytest.mark.parametrize(("method", "read"), READERS, ids=["scan", "query"])
def test_every_page_is_read(stub: Stubber, method: str, read: Callable[[Any], list[StoredTask]]) -> None:
    stub.add_response(method, {"Items": [row("a"), row("b")], "LastEvaluatedKey": {"task_id": {"S": "ip-x"}}})
    stub.add_response(method, {"Items": [row("c")]})
    assert [task.execution_id for task in read(stub.client)] == ["a", "b", "c"]


def test_a_throttled_mark_is_no_settled_task(stub: Stubber) -> None:
    stub.add_client_error("update_item", "ThrottlingException", "slow down", 400)
    with pytest.raises(ClientError, match="ThrottlingException"):
        TaskSettlement(stub.client, "tasks", "us-east-1").mark_done(StoredTask("ip-x", "a", "t", "PENDING", 5.0))
