"""State machines on moto's interpreter with our patches: maps, tokens, errors, roles."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.server

ECHO = "def handler(event, context):\n    return event\n"


def task(function: str, payload: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    parameters = (
        {"FunctionName": function, "Payload.$": "$"}
        if payload is None
        else {"FunctionName": function, "Payload": payload}
    )
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": parameters,
        "OutputPath": "$.Payload",
        "TimeoutSeconds": 30,
        "End": True,
        **more,
    }


def machine(states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "TimeoutSeconds": 60, "States": states}


class Machines:
    def __init__(self, aws: Any, tools: Any) -> None:
        self.aws, self.tools = aws, tools
        self.client = aws.client("stepfunctions")
        self.role = aws.role(tools.allow(["lambda:InvokeFunction", "s3:GetObject"]), trust="states.amazonaws.com")

    def create(self, definition: dict[str, Any], role: str | None = None) -> str:
        created = self.client.create_state_machine(
            name=self.aws.name("sm"), definition=json.dumps(definition), roleArn=role or self.role
        )
        return str(created["stateMachineArn"])

    def start(self, arn: str, value: Any = None) -> str:
        return str(self.client.start_execution(stateMachineArn=arn, input=json.dumps(value or {}))["executionArn"])

    def wait(self, execution: str, seconds: float = 30) -> dict[str, Any]:
        def ended() -> Any:
            found = self.client.describe_execution(executionArn=execution)
            return found if found["status"] != "RUNNING" else None

        return dict(self.tools.eventually(ended, "the execution ends", seconds))

    def run(self, definition: dict[str, Any], value: Any = None, role: str | None = None) -> dict[str, Any]:
        return self.wait(self.start(self.create(definition, role), value))


@pytest.fixture
def machines(aws: Any, tools: Any) -> Machines:
    return Machines(aws, tools)


def distributed(bucket: str, function: str, **more: Any) -> dict[str, Any]:
    return {
        "Type": "Map",
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"},
            "Parameters": {"Bucket": bucket, "Key": "parts.json"},
        },
        "ItemSelector": {"part.$": "$$.Map.Item.Value.part", "run.$": "$.run"},
        "MaxConcurrency": 2,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "Predict",
            "States": {"Predict": task(function)},
        },
        "End": True,
        **more,
    }


def put_parts(aws: Any, bucket: str, number: int) -> None:
    parts = json.dumps([{"part": f"{index:05}"} for index in range(number)])
    aws.client("s3").put_object(Bucket=bucket, Key="parts.json", Body=parts.encode())


def test_a_distributed_map_reads_its_items_from_s3_and_runs_a_child_each(aws: Any, machines: Machines) -> None:
    bucket, function = aws.bucket(), aws.function(ECHO)
    put_parts(aws, bucket, 5)

    ended = machines.run(machine({"Map": distributed(bucket, function)}), {"run": "r1"})

    assert ended["status"] == "SUCCEEDED", ended
    assert json.loads(ended["output"]) == [{"part": f"{index:05}", "run": "r1"} for index in range(5)]


def test_a_map_of_five_hundred_items_does_not_exhaust_the_stack(aws: Any, machines: Machines) -> None:
    bucket = aws.bucket()
    put_parts(aws, bucket, 500)
    state = distributed(bucket, "none")
    state["ItemProcessor"]["States"] = {"Predict": {"Type": "Pass", "End": True}}

    ended = machines.run(machine({"Map": state}), {"run": "r1"})

    assert ended["status"] == "SUCCEEDED", ended
    assert len(json.loads(ended["output"])) == 500


def test_a_map_fails_when_a_child_fails_and_none_is_tolerated(aws: Any, machines: Machines) -> None:
    bucket = aws.bucket()
    put_parts(aws, bucket, 3)
    function = aws.function("def handler(event, context):\n    raise ValueError('no ' + event['part'])\n")

    ended = machines.run(machine({"Map": distributed(bucket, function)}), {"run": "r1"})

    assert ended["status"] == "FAILED"
    assert ended["error"] == "States.ExceedToleratedFailureThreshold"


def test_a_map_tolerates_the_share_that_it_says(aws: Any, machines: Machines) -> None:
    bucket = aws.bucket()
    put_parts(aws, bucket, 4)
    source = "def handler(event, context):\n    assert event['part'] != '00001'\n    return 'ok'\n"
    state = distributed(bucket, aws.function(source), ToleratedFailurePercentage=25)

    ended = machines.run(machine({"Map": state}), {"run": "r1"})

    assert ended["status"] == "SUCCEEDED"


def test_a_reader_without_permission_is_an_item_reader_failure_that_can_be_caught(
    aws: Any, tools: Any, machines: Machines
) -> None:
    bucket = aws.bucket()
    put_parts(aws, bucket, 1)
    role = aws.role(tools.allow("lambda:InvokeFunction"), trust="states.amazonaws.com")
    catch = [{"ErrorEquals": ["States.ItemReaderFailed"], "ResultPath": "$.failure", "Next": "Caught"}]
    states = {"Map": distributed(bucket, "none", Catch=catch), "Caught": {"Type": "Pass", "End": True}}

    ended = machines.run(machine(states), {"run": "r1"}, role)

    assert ended["status"] == "SUCCEEDED", ended
    assert "s3:GetObject" in json.loads(ended["output"])["failure"]["Cause"]


def test_a_role_without_invoke_permission_fails_the_task(aws: Any, tools: Any, machines: Machines) -> None:
    function = aws.function(ECHO)
    role = aws.role(tools.allow("s3:GetObject"), trust="states.amazonaws.com")

    ended = machines.run(machine({"Call": task(function)}), role=role)

    assert (ended["status"], ended["error"]) == ("FAILED", "Lambda.AccessDeniedException")
    assert "lambda:InvokeFunction" in ended["cause"]


def test_a_role_that_step_functions_cannot_assume_is_refused(aws: Any, machines: Machines) -> None:
    with pytest.raises(ClientError, match="authorized to assume the provided role"):
        machines.create(machine({"Done": {"Type": "Succeed"}}), aws.role(trust="lambda.amazonaws.com"))


def test_retry_by_error_name_then_success(aws: Any, machines: Machines) -> None:
    source = """
class ComponentNoCapacityError(Exception): pass
calls = []
def handler(event, context):
    calls.append(1)
    if len(calls) < 3:
        raise ComponentNoCapacityError('warming')
    return len(calls)
"""
    retry = [{"ErrorEquals": ["ComponentNoCapacityError"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 1}]
    ended = machines.run(machine({"Call": task(aws.function(source), {}, Retry=retry)}))

    assert (ended["status"], ended.get("output")) == ("SUCCEEDED", "3")


def test_catch_by_error_name_keeps_the_input(aws: Any, machines: Machines) -> None:
    catch = [{"ErrorEquals": ["ValueError"], "ResultPath": "$.failure", "Next": "Caught"}]
    function = aws.function("def handler(event, context):\n    raise ValueError('bad')\n")
    states = {"Call": task(function, Catch=catch), "Caught": {"Type": "Pass", "End": True}}

    output = json.loads(machines.run(machine(states), {"kept": 1})["output"])

    assert (output["kept"], output["failure"]["Error"]) == (1, "ValueError")


def test_a_task_that_takes_longer_than_its_timeout_is_states_timeout(aws: Any, machines: Machines) -> None:
    function = aws.function("import time\ndef handler(event, context):\n    time.sleep(3)\n")
    ended = machines.run(machine({"Call": task(function, TimeoutSeconds=1)}))

    assert (ended["status"], ended["error"]) == ("FAILED", "States.Timeout")


def token_task(function: str, **more: Any) -> dict[str, Any]:
    payload = {"token.$": "$$.Task.Token", "execution.$": "$$.Execution.Id", "machine.$": "$$.StateMachine.Id"}
    state = task(function, payload, **more)
    state["Resource"] += ".waitForTaskToken"
    del state["OutputPath"]
    return state


SEND = """
import boto3, json
def handler(event, context):
    output = json.dumps({"by": event["execution"]})
    boto3.client("stepfunctions").send_task_success(taskToken=event["token"], output=output)
"""
KEEP = """
import boto3
def handler(event, context):
    boto3.client("s3").put_object(Bucket=event["bucket"], Key="t", Body=event["token"])
"""


def test_a_function_completes_its_own_task_token(aws: Any, tools: Any, machines: Machines) -> None:
    function = aws.function(SEND, aws.role(tools.allow("states:SendTaskSuccess")))
    ended = machines.run(machine({"Wait": token_task(function)}))

    assert ended["status"] == "SUCCEEDED", ended
    assert json.loads(ended["output"])["by"] == ended["executionArn"]


def test_a_token_is_good_once_and_only_while_its_task_waits(aws: Any, tools: Any, machines: Machines) -> None:
    bucket = aws.bucket()
    function = aws.function(KEEP, aws.role(tools.allow("s3:PutObject", f"arn:aws:s3:::{bucket}/*")))
    state = token_task(function)
    state["Parameters"]["Payload"]["bucket"] = bucket
    states = {"Wait": {**state, "Next": "Hold"}, "Hold": {"Type": "Wait", "Seconds": 2, "End": True}}
    del states["Wait"]["End"]
    execution = machines.start(machines.create(machine(states)))
    token = tools.eventually(lambda: read(aws, bucket), "the token is stored")

    machines.client.send_task_success(taskToken=token, output="{}")

    for _ in range(2):
        with pytest.raises(machines.client.exceptions.TaskTimedOut):
            machines.client.send_task_success(taskToken=token, output="{}")
    with pytest.raises(machines.client.exceptions.InvalidToken):
        machines.client.send_task_failure(taskToken="none", error="e", cause="c")
    assert machines.wait(execution)["status"] == "SUCCEEDED"
    with pytest.raises(machines.client.exceptions.TaskTimedOut):
        machines.client.send_task_failure(taskToken=token, error="e", cause="c")


def read(aws: Any, bucket: str) -> str | None:
    client = aws.client("s3")
    if not client.list_objects_v2(Bucket=bucket).get("Contents"):
        return None
    return str(client.get_object(Bucket=bucket, Key="t")["Body"].read().decode())


def test_two_hundred_executions_at_once_all_end(aws: Any, machines: Machines) -> None:
    arn = machines.create(machine({"Call": task(aws.function(ECHO))}))
    executions = [machines.start(arn, {"n": number}) for number in range(200)]

    outputs = [json.loads(machines.wait(execution, 60)["output"])["n"] for execution in executions]

    assert outputs == list(range(200))


def test_an_sdk_integration_writes_json_and_reads_text(aws: Any, tools: Any, machines: Machines) -> None:
    bucket = aws.bucket()
    place = {"Bucket": bucket, "Key": "runs/r1.json"}

    def call(action: str, **more: Any) -> dict[str, Any]:
        return {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:s3:{action}", "TimeoutSeconds": 10, **more}

    states = {
        "Put": call("putObject", Parameters={**place, "Body.$": "$.found"}, ResultPath=None, Next="Get"),
        "Get": call("getObject", Parameters=place, ResultSelector={"found.$": "States.StringToJson($.Body)"}, End=True),
    }
    role = aws.role(tools.allow(["s3:PutObject", "s3:GetObject"]), trust="states.amazonaws.com")
    ended = machines.run(machine(states), {"found": {"Error": "Ünknown", "Cause": 'a "b"'}}, role)

    assert ended["status"] == "SUCCEEDED", ended
    assert json.loads(ended["output"]) == {"found": {"Error": "Ünknown", "Cause": 'a "b"'}}
