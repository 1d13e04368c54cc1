"""Streams that functions read: order, filters, failures, and regions that stand still."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.server

READ = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
REGION = "us-east-2"
# Writes what it was given to a table, and fails the records that say so.
SOURCE = """
import boto3, os
TABLE = boto3.client("dynamodb")
def handler(event, context):
    failures = []
    for record in event["Records"]:
        key = record["dynamodb"]["Keys"]["id"]["S"]
        TABLE.update_item(
            TableName=os.environ["OUT"], Key={"id": {"S": key.split("/")[0]}},
            UpdateExpression="SET seen = list_append(if_not_exists(seen, :none), :one)",
            ExpressionAttributeValues={":none": {"L": []}, ":one": {"L": [record["dynamodb"]["NewImage"]["v"]]}},
        )
        if "fail" in key:
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
    return {"batchItemFailures": failures}
"""


class Stream:
    def __init__(self, aws: Any, tools: Any) -> None:
        self.aws, self.tools = aws, tools
        self.table, self.out = aws.name("table"), aws.name("out")
        self.client, self.functions = aws.client("dynamodb", REGION), aws.client("lambda", REGION)
        for name in (self.table, self.out):
            self.client.create_table(
                TableName=name,
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
                StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
            )
        self.arn = self.client.describe_table(TableName=self.table)["Table"]["LatestStreamArn"]
        role = aws.role(tools.allow([*READ, "dynamodb:UpdateItem", "sqs:SendMessage"]), *tools.logs)
        self.function = aws.function(SOURCE, role, REGION, Environment={"Variables": {"OUT": self.out}})

    def read(self, **settings: Any) -> dict[str, Any]:
        asked = {"StartingPosition": "LATEST", "FunctionResponseTypes": ["ReportBatchItemFailures"], **settings}
        made: dict[str, Any] = self.functions.create_event_source_mapping(
            FunctionName=self.function, EventSourceArn=self.arn, **asked
        )
        return made

    def put(self, key: str, value: int) -> None:
        self.client.put_item(TableName=self.table, Item={"id": {"S": key}, "v": {"N": str(value)}})

    def seen(self, key: str) -> list[int]:
        item = self.client.get_item(TableName=self.out, Key={"id": {"S": key}}).get("Item", {})
        return [int(one["N"]) for one in item.get("seen", {"L": []})["L"]]

    def has_seen(self, key: str, values: list[int]) -> bool:
        return self.seen(key) == values

    def eventually(self, question: Callable[[], Any], what: str) -> Any:
        return self.tools.eventually(question, what)


@pytest.fixture
def stream(aws: Any, tools: Any) -> Stream:
    return Stream(aws, tools)


def test_the_changes_of_a_key_come_in_order(stream: Stream) -> None:
    made = stream.read(ParallelizationFactor=3, BatchSize=4)
    for value in range(12):
        stream.put("a", value)
        stream.put("b", value)

    assert made["State"] == "Enabled"
    for key in ("a", "b"):
        stream.eventually(partial(stream.has_seen, key, list(range(12))), f"all of {key} in order")


def test_what_a_filter_leaves_out_is_not_read(stream: Stream) -> None:
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"v": {"N": ["1", "3"]}}}}
    stream.read(FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
    for value in (1, 2, 3):
        stream.put(f"k/{value}", value)
    stream.put("k/1", 3)

    stream.eventually(lambda: stream.seen("k") == [1, 3], "the two that match")


def test_a_record_that_fails_is_tried_again_then_given_up_and_the_rest_goes_on(stream: Stream, aws: Any) -> None:
    queue = aws.name("failed")
    url = aws.client("sqs", REGION).create_queue(QueueName=queue)["QueueUrl"]
    target = {"OnFailure": {"Destination": aws.arn("sqs", queue, REGION)}}
    stream.read(BatchSize=1, MaximumRetryAttempts=2, DestinationConfig=target)  # a batch is given up as a whole
    stream.put("fail", 1)
    stream.put("good", 1)

    stream.eventually(lambda: stream.seen("good") == [1], "the record after it")
    assert stream.seen("fail") == [1, 1, 1]
    told = stream.eventually(lambda: aws.client("sqs", REGION).receive_message(QueueUrl=url).get("Messages"), "told")
    body = json.loads(told[0]["Body"])
    assert body["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert body["DDBStreamBatchInfo"]["streamArn"] == stream.arn


def test_a_mapping_that_is_off_misses_nothing(stream: Stream) -> None:
    stream.put("a", 0)
    uuid = stream.read(StartingPosition="TRIM_HORIZON", Enabled=False)["UUID"]
    stream.put("a", 1)
    changed = stream.functions.update_event_source_mapping(UUID=uuid, Enabled=True)

    assert changed["State"] == "Enabled"
    stream.eventually(lambda: stream.seen("a") == [0, 1], "both")
    listed = stream.functions.list_event_source_mappings(FunctionName=stream.function)["EventSourceMappings"]
    assert [one["UUID"] for one in listed] == [uuid]
    stream.functions.delete_event_source_mapping(UUID=uuid)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        stream.functions.get_event_source_mapping(UUID=uuid)


def test_a_role_that_may_not_read_and_a_second_mapping_are_refused(stream: Stream, aws: Any, tools: Any) -> None:
    other = aws.function("def handler(event, context):\n    return {}\n", aws.role(*tools.logs), REGION)
    with pytest.raises(ClientError, match="lacks dynamodb:DescribeStream"):
        stream.functions.create_event_source_mapping(
            FunctionName=other, EventSourceArn=stream.arn, StartingPosition="LATEST"
        )
    stream.read()
    with pytest.raises(ClientError, match="ResourceConflictException"):
        stream.read()


def test_what_a_replica_gets_is_in_its_stream_and_readers_stand_still_with_their_region(
    stream: Stream, aws: Any
) -> None:
    stream.client.update_table(TableName=stream.table, ReplicaUpdates=[{"Create": {"RegionName": "us-west-2"}}])
    stream.read()
    there = aws.client("dynamodb", "us-west-2")
    down = aws.admin.add_fault(kind="region_down", region=REGION)
    there.put_item(TableName=stream.table, Item={"id": {"S": "far"}, "v": {"N": "7"}})

    aws.admin.clear_faults(down)
    stream.eventually(lambda: stream.seen("far") == [7], "what was written while the region was down")
