"""A region that is down or cut off: its functions, schedules, executions and buses; and objects that are replicated."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from components.resilience.state_machine import WorkDefinitionArgs, definition

pytestmark = pytest.mark.server

HERE, THERE = "us-east-2", "us-west-2"
# Says how a call to each of two regions ends.
CALLS = """
import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
def handler(event, context):
    ends = {}
    for region in event:
        config = Config(retries={"total_max_attempts": 1})
        try:
            boto3.client("dynamodb", region_name=region, config=config).list_tables()
            ends[region] = "answered"
        except BotoCoreError as error:
            ends[region] = type(error).__name__
        except ClientError as error:
            ends[region] = error.response["Error"]["Code"]
    return ends
"""


def test_a_function_of_an_isolated_region_reaches_its_own_region_only(aws: Any, tools: Any) -> None:
    role = aws.role(tools.allow("dynamodb:ListTables"), *tools.logs)
    names = {region: aws.function(CALLS, role, region) for region in (HERE, THERE)}
    fault = aws.admin.add_fault(kind="isolated", region=HERE)

    for region, name in names.items():
        other = THERE if region == HERE else HERE
        ends = aws.invoke(name, [region, other], region).value
        assert (ends[region], ends[other]) == ("answered", "ConnectionClosedError")
    aws.admin.clear_faults(fault)
    assert set(aws.invoke(names[HERE], [HERE, THERE], HERE).value.values()) == {"answered"}


def test_errors_of_a_region_hit_the_calls_of_functions_too(aws: Any, tools: Any) -> None:
    name = aws.function(CALLS, aws.role(tools.allow("dynamodb:ListTables"), *tools.logs), HERE)
    aws.admin.add_fault(kind="error_5xx", region=THERE)

    assert aws.invoke(name, [HERE, THERE], HERE).value == {HERE: "answered", THERE: "InternalServerError"}


def test_a_delivery_to_another_region_waits_for_the_border(aws: Any, tools: Any) -> None:
    here, there = aws.client("events", HERE), aws.client("events", THERE)
    bus, rule, queue = aws.name("bus"), aws.name("rule"), aws.name("queue")
    bus_arn = there.create_event_bus(Name=bus)["EventBusArn"]
    role = aws.role(tools.allow("events:PutEvents", bus_arn), trust="events.amazonaws.com")
    pattern = json.dumps({"source": [rule]})
    here.put_rule(Name=rule, EventPattern=pattern)
    here.put_targets(Rule=rule, Targets=[{"Id": "b", "Arn": bus_arn, "RoleArn": role}])
    arn = aws.arn("sqs", queue, THERE)
    grant = {**tools.allow("sqs:SendMessage", arn), "Principal": {"Service": "events.amazonaws.com"}}
    sqs = aws.client("sqs", THERE)
    url = sqs.create_queue(QueueName=queue, Attributes={"Policy": tools.document(grant)})["QueueUrl"]
    there.put_rule(Name=rule, EventBusName=bus, EventPattern=pattern)
    there.put_targets(Rule=rule, EventBusName=bus, Targets=[{"Id": "q", "Arn": arn}])
    fault = aws.admin.add_fault(kind="isolated", region=THERE)
    here.put_events(Entries=[{"Source": rule, "DetailType": "t", "Detail": "{}"}])

    assert not sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages")
    aws.admin.clear_faults(fault)
    tools.eventually(lambda: sqs.receive_message(QueueUrl=url).get("Messages"), "the event, once it can pass")


def test_an_execution_stands_still_with_its_region_and_goes_on(aws: Any, tools: Any) -> None:
    table, states = aws.name("table"), aws.client("stepfunctions", HERE)
    aws.client("dynamodb", HERE).create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    put = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken",
        "Parameters": {"TableName": table, "Item": {"id": {"S": "a"}, "token": {"S.$": "$$.Task.Token"}}},
        "TimeoutSeconds": 60,
        "End": True,
    }
    waiting = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 1, "Next": "Put"}, "Put": put}}
    role = aws.role(tools.allow("dynamodb:PutItem"), trust="states.amazonaws.com")
    machine = states.create_state_machine(name=aws.name("sm"), definition=json.dumps(waiting), roleArn=role)
    started = states.start_execution(stateMachineArn=machine["stateMachineArn"], name="one", input="{}")
    again = states.start_execution(stateMachineArn=machine["stateMachineArn"], name="one", input="{}")
    fault = aws.admin.add_fault(kind="region_down", region=HERE)
    backend, over = aws.client("dynamodb", HERE), time.monotonic() + 1.5

    assert again["executionArn"] == started["executionArn"]
    tools.eventually(lambda: time.monotonic() > over, "the end of its wait, in the outage")
    aws.admin.clear_faults(fault)
    item = tools.eventually(
        lambda: backend.get_item(TableName=table, Key={"id": {"S": "a"}}).get("Item"), "the token after the outage"
    )
    states.send_task_success(taskToken=item["token"]["S"], output='{"done": true}')
    tools.eventually(
        lambda: states.describe_execution(executionArn=started["executionArn"])["status"] == "SUCCEEDED", "its end"
    )


@pytest.mark.parametrize("kind", ["throttle", "error_5xx"])
def test_work_whose_token_a_table_refused_stores_it_later(aws: Any, tools: Any, kind: str) -> None:
    """The shipped definition: else each try of a table in trouble would be one of the work's few attempts."""
    table, states, store = aws.name("table"), aws.client("stepfunctions", HERE), aws.client("dynamodb", HERE)
    store.create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "task_id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "task_id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    work = WorkDefinitionArgs(partition="aws", region=HERE, token_table=table, longest_request_s=5)
    role = aws.role(tools.allow("dynamodb:PutItem"), trust="states.amazonaws.com")
    machine = states.create_state_machine(name=aws.name("sm"), definition=json.dumps(definition(work)), roleArn=role)
    aws.admin.add_fault(kind=kind, service="dynamodb", operation="PutItem", region=HERE, count=3)
    task = {"task_id": "a#1#1", "work_key": "a", "input": "{}", "epoch": 1, "attempt": 1, "created_at": 1, "ttl": 9}
    arn = states.start_execution(stateMachineArn=machine["stateMachineArn"], name="one", input=json.dumps(task))[
        "executionArn"
    ]

    key = {"task_id": {"S": task["task_id"]}}
    row = tools.eventually(lambda: store.get_item(TableName=table, Key=key).get("Item"), "the token's row")
    states.send_task_failure(taskToken=row["task_token"]["S"], error="Fenced", cause="another epoch")
    ended = tools.eventually(
        lambda: (found := states.describe_execution(executionArn=arn))["status"] != "RUNNING" and found, "its end"
    )
    assert (ended["status"], ended["error"]) == ("FAILED", "Fenced")


@pytest.fixture
def buckets(aws: Any) -> tuple[str, str]:
    names = (aws.name("from"), aws.name("to"))
    for name, region in zip(names, (HERE, THERE), strict=True):
        client = aws.client("s3", region)
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})
        client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return names


def replicate(aws: Any, tools: Any, buckets: tuple[str, str], actions: list[str]) -> dict[str, Any]:
    key = aws.client("kms", THERE).create_key()["KeyMetadata"]["Arn"]
    rule = {
        "ID": "models",
        "Priority": 1,
        "Status": "Enabled",
        "Filter": {"Prefix": "models/"},
        "DeleteMarkerReplication": {"Status": "Enabled"},
        "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
        "Destination": {
            "Bucket": f"arn:aws:s3:::{buckets[1]}",
            "EncryptionConfiguration": {"ReplicaKmsKeyID": key},
        },
    }
    asked = {"Role": aws.role(tools.allow(actions), trust="s3.amazonaws.com"), "Rules": [rule]}
    aws.client("s3", HERE).put_bucket_replication(Bucket=buckets[0], ReplicationConfiguration=asked)
    return asked


def test_objects_are_replicated_under_the_other_regions_key(aws: Any, tools: Any, buckets: tuple[str, str]) -> None:
    asked = replicate(aws, tools, buckets, ["s3:*", "kms:Encrypt"])
    here, there = aws.client("s3", HERE), aws.client("s3", THERE)
    version = here.put_object(Bucket=buckets[0], Key="models/m", Body=b"model", Metadata={"a": "b"})["VersionId"]
    here.put_object(Bucket=buckets[0], Key="other", Body=b"x")

    def listed() -> list[str]:
        return [one["Key"] for one in there.list_objects_v2(Bucket=buckets[1]).get("Contents", [])]

    tools.eventually(lambda: listed() == ["models/m"], "the one object of the rule")
    copy = there.get_object(Bucket=buckets[1], Key="models/m")
    assert (copy["Body"].read(), copy["VersionId"], copy["Metadata"]) == (b"model", version, {"a": "b"})
    key = asked["Rules"][0]["Destination"]["EncryptionConfiguration"]["ReplicaKmsKeyID"]
    assert (copy["ReplicationStatus"], copy["SSEKMSKeyId"]) == ("REPLICA", key)
    assert here.head_object(Bucket=buckets[0], Key="models/m")["ReplicationStatus"] == "COMPLETED"
    assert here.get_bucket_replication(Bucket=buckets[0])["ReplicationConfiguration"] == asked
    here.delete_object(Bucket=buckets[0], Key="models/m")
    tools.eventually(lambda: listed() == [], "the delete marker")


def test_a_role_that_may_not_encrypt_there_replicates_nothing(aws: Any, tools: Any, buckets: tuple[str, str]) -> None:
    replicate(aws, tools, buckets, ["s3:*"])
    here = aws.client("s3", HERE)
    here.put_object(Bucket=buckets[0], Key="models/m", Body=b"model")

    def status() -> str:
        return str(here.head_object(Bucket=buckets[0], Key="models/m")["ReplicationStatus"])

    tools.eventually(lambda: status() == "FAILED", "a failed replication")
    assert not aws.client("s3", THERE).list_objects_v2(Bucket=buckets[1]).get("Contents")
