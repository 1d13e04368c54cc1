"""Functions in their own processes: isolation, limits, errors, warm reuse, versions, asynchronous events, metrics."""

from __future__ import annotations

import base64
import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.server

PID = "import os\ndef handler(event, context):\n    return os.getpid()\n"


def test_a_role_that_lacks_an_action_is_denied_until_it_is_granted(aws: Any, tools: Any) -> None:
    bucket = aws.bucket()
    role = aws.role(*tools.logs)
    source = (
        "import boto3\n"
        "def handler(event, context):\n"
        f"    return boto3.client('s3').list_objects_v2(Bucket='{bucket}')['KeyCount']\n"
    )
    name = aws.function(source, role)

    denied = aws.invoke(name)
    aws.grant(role, tools.allow("s3:ListBucket", f"arn:aws:s3:::{bucket}"))
    allowed = aws.invoke(name)

    assert (denied.error, denied.value["errorType"]) == ("Unhandled", "AccessDenied")
    assert f"s3:ListBucket on resource: arn:aws:s3:::{bucket}" in denied.value["errorMessage"]
    assert (allowed.error, allowed.value) == (None, 0)


def test_a_function_sees_only_what_lambda_gives_it(aws: Any) -> None:
    source = """
import os, sys
def handler(event, context):
    missing = []
    for name in ("pulumi", "moto", "sandbox", "numpy", "requests", "aws_lambda_powertools"):
        try:
            __import__(name)
        except ImportError:
            missing.append(name)
    import boto3
    return {"env": dict(os.environ), "missing": missing, "arn": context.invoked_function_arn,
            "left": context.get_remaining_time_in_millis(), "memory": context.memory_limit_in_mb,
            "stdin": sys.stdin.read(), "cwd": sorted(os.listdir("."))}
"""
    name = aws.function(source, Environment={"Variables": {"MINE": "1"}}, Timeout=7)

    seen = aws.invoke(name).value

    assert seen["missing"] == ["pulumi", "moto", "sandbox", "numpy", "requests", "aws_lambda_powertools"]
    assert seen["env"]["MINE"] == "1"
    assert seen["env"]["AWS_LAMBDA_FUNCTION_NAME"] == name
    assert seen["env"]["AWS_ENDPOINT_URL"] == aws.running.url
    assert not [key for key in seen["env"] if key.startswith(("PULUMI", "PYTHON", "VIRTUAL_ENV", "COVERAGE"))]
    assert seen["arn"] == aws.arn("lambda", f"function:{name}")
    assert 5000 < seen["left"] <= 7000
    assert (seen["memory"], seen["stdin"]) == ("256", "")
    assert "h.py" in seen["cwd"]


def test_a_layer_is_on_the_path_and_a_package_folder_imports(aws: Any, tools: Any) -> None:
    content = tools.archive({"python/greeting.py": "WORD = 'hello'\n"})
    client = aws.client("lambda")
    layer = client.publish_layer_version(LayerName=aws.name("layer"), Content={"ZipFile": content})
    source = "import greeting\ndef handler(event, context):\n    return greeting.WORD\n"

    assert aws.invoke(aws.function(source, Layers=[layer["LayerVersionArn"]])).value == "hello"


def test_code_may_come_from_s3(aws: Any, tools: Any) -> None:
    bucket = aws.bucket()
    aws.client("s3").put_object(
        Bucket=bucket, Key="c.zip", Body=tools.archive({"pkg/mod.py": PID, "pkg/__init__.py": ""})
    )
    name = aws.name("fn")
    aws.client("lambda").create_function(
        FunctionName=name,
        Role=aws.role(),
        Runtime="python3.13",
        Handler="pkg.mod.handler",
        Code={"S3Bucket": bucket, "S3Key": "c.zip"},
    )

    assert isinstance(aws.invoke(name).value, int)


def test_a_process_is_kept_warm_and_replaced_when_code_or_settings_change(aws: Any, tools: Any) -> None:
    name = aws.function(PID)
    client = aws.client("lambda")

    first, second = aws.invoke(name).value, aws.invoke(name).value
    client.update_function_code(FunctionName=name, ZipFile=tools.archive({"h.py": PID + "# new\n"}))
    third = aws.invoke(name).value
    client.update_function_configuration(FunctionName=name, Environment={"Variables": {"A": "b"}})
    fourth = aws.invoke(name).value

    assert first == second
    assert len({first, third, fourth}) == 3


def test_versions_and_aliases_run_what_they_point_at(aws: Any, tools: Any) -> None:
    code = "def handler(event, context):\n    return [context.function_version, context.invoked_function_arn, %d]\n"
    name = aws.function(code % 1)
    client = aws.client("lambda")
    version = client.publish_version(FunctionName=name)["Version"]
    client.create_alias(FunctionName=name, Name="live", FunctionVersion=version)
    client.update_function_code(FunctionName=name, ZipFile=tools.archive({"h.py": code % 2}))

    latest, alias = aws.invoke(name).value, aws.invoke(name, Qualifier="live")
    by_arn = aws.invoke(aws.arn("lambda", f"function:{name}:live")).value

    assert latest[::2] == ["$LATEST", 2]
    assert alias.value == [version, aws.arn("lambda", f"function:{name}:live"), 1]
    assert alias.raw["ExecutedVersion"] == version
    assert by_arn == alias.value
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        aws.invoke(name, Qualifier="none")


def test_a_function_that_takes_too_long_is_killed_and_the_next_event_runs(aws: Any) -> None:
    source = "import time\ndef handler(event, context):\n    time.sleep(event)\n    return 'done'\n"
    name = aws.function(source, Timeout=1)

    slow, quick = aws.invoke(name, 30), aws.invoke(name, 0)

    assert (slow.error, slow.value["errorType"]) == ("Unhandled", "Sandbox.Timedout")
    assert slow.value["errorMessage"].endswith("Task timed out after 1.00 seconds")
    assert quick.value == "done"


@pytest.mark.parametrize(
    ("source", "kind", "message"),
    [
        ("import nothing_here\n", "Runtime.ImportModuleError", "No module named 'nothing_here'"),
        ("def other(): pass\n", "Runtime.HandlerNotFound", "Handler 'handler' missing"),
        ("def handler(: pass\n", "Runtime.UserCodeSyntaxError", "Syntax error in module"),
        ("import os\ndef handler(e, c):\n    os._exit(3)\n", "Runtime.ExitError", "exit status 3"),
        ("def handler(e, c):\n    x = bytearray(400_000_000)\n    return len(x)\n", "Runtime.OutOfMemory", "killed"),
        ("def handler(e, c):\n    raise ValueError('wrong')\n", "ValueError", "wrong"),
        ("def handler(e, c):\n    return object()\n", "Runtime.MarshalError", "Unable to marshal response"),
        ("def handler(e, c):\n    return 'x' * 7_000_000\n", "Function.ResponseSizeTooLarge", "6291556"),
    ],
)
def test_failures_are_named_as_lambda_names_them(aws: Any, source: str, kind: str, message: str) -> None:
    reply = aws.invoke(aws.function(source, MemorySize=256))

    assert (reply.error, reply.value["errorType"]) == ("Unhandled", kind)
    assert message in reply.value["errorMessage"]


def test_logs_report_and_embedded_metrics(aws: Any, tools: Any) -> None:
    namespace = aws.name("Platform")
    document = {
        "_aws": {
            "Timestamp": 0,
            "CloudWatchMetrics": [
                {"Namespace": namespace, "Dimensions": [["service"]], "Metrics": [{"Name": "Files", "Unit": "Count"}]}
            ],
        },
        "service": "predict",
        "Files": [2, 3],
    }
    name = aws.function(f"def handler(event, context):\n    print('plain')\n    print({json.dumps(document)!r})\n")

    tail = base64.b64decode(aws.invoke(name, LogType="Tail").raw["LogResult"]).decode()

    stored = aws.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
    now = datetime.now(UTC)
    sums = aws.client("cloudwatch").get_metric_statistics(
        Namespace=namespace,
        MetricName="Files",
        Dimensions=[{"Name": "service", "Value": "predict"}],
        StartTime=now - timedelta(minutes=5),
        EndTime=now + timedelta(minutes=5),
        Period=3600,
        Statistics=["Sum"],
    )["Datapoints"]
    assert sum(point["Sum"] for point in sums) == 5
    assert "plain" in [event["message"].strip() for event in stored]
    assert "REPORT RequestId" in tail
    assert "Max Memory Used" in tail


def test_logs_go_where_the_logging_configuration_says_in_its_format(aws: Any) -> None:
    group = aws.name("/platform/fn")
    config = {"LogFormat": "JSON", "LogGroup": group}
    source = "import logging\ndef handler(event, context):\n    logging.getLogger().error('kept')\n"
    name = aws.function(source, LoggingConfig=config)
    aws.invoke(name)

    stored = aws.client("logs").filter_log_events(logGroupName=group)["events"]

    lines = [json.loads(event["message"]) for event in stored]
    assert [line.get("type") for line in lines] == ["platform.start", None, "platform.report"]
    assert (lines[1]["level"], lines[1]["message"]) == ("ERROR", "kept")
    assert aws.client("lambda").get_function_configuration(FunctionName=name)["LoggingConfig"] == config


def test_a_role_without_log_permissions_leaves_no_logs(aws: Any) -> None:
    name = aws.function("def handler(event, context):\n    print('unseen')\n", aws.role())
    aws.invoke(name)

    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        aws.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")


def test_reserved_concurrency_throttles_and_an_unreserved_function_queues(aws: Any, tools: Any) -> None:
    source = "import time\ndef handler(event, context):\n    time.sleep(event)\n    return 1\n"
    name = aws.function(source)
    aws.client("lambda").put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=1)
    errors: list[str] = []

    def calls(seconds: float) -> bool:
        """True when the call was taken."""
        try:
            aws.invoke(name, seconds)
        except ClientError as error:
            errors.append(error.response["Error"]["Code"])
            return False
        return True

    # Which of the two is there first is left to chance: the long call is made until it is taken.
    blocked = threading.Thread(target=tools.eventually, args=(lambda: calls(2), "the long call is taken"))
    blocked.start()
    tools.eventually(lambda: calls(0) is False, "a call is throttled")
    blocked.join()
    assert set(errors) == {"TooManyRequestsException"}

    free = aws.function(source)
    replies: list[Any] = []
    callers = [threading.Thread(target=lambda: replies.append(aws.invoke(free, 0).value)) for _ in range(20)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert replies == [1] * 20


def test_an_asynchronous_event_that_fails_is_retried_and_ends_in_the_dead_letter_queue(aws: Any, tools: Any) -> None:
    sqs = aws.client("sqs")
    queue = sqs.create_queue(QueueName=aws.name("dlq"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    role = aws.role(*tools.logs, tools.allow("sqs:SendMessage", arn))
    name = aws.function(
        "def handler(event, context):\n    raise RuntimeError('no')\n", role, DeadLetterConfig={"TargetArn": arn}
    )
    client = aws.client("lambda")

    accepted = aws.invoke(name, {"n": 1}, InvocationType="Event")

    letter = tools.eventually(
        lambda: sqs.receive_message(QueueUrl=queue, MessageAttributeNames=["All"]).get("Messages"), "a dead letter"
    )[0]
    figures = next(figure for figure in aws.admin.functions() if figure["name"] == name)
    assert accepted.raw["StatusCode"] == 202
    assert json.loads(letter["Body"]) == {"n": 1}
    assert (figures["invocations"], figures["errors"]) == (3, 3)
    assert client.get_function_configuration(FunctionName=name)["DeadLetterConfig"] == {"TargetArn": arn}


def test_a_role_that_lambda_cannot_assume_is_refused(aws: Any) -> None:
    with pytest.raises(ClientError, match="cannot be assumed by Lambda"):
        aws.function(PID, aws.role(trust="states.amazonaws.com"))


@pytest.mark.parametrize(
    ("payload", "code"),
    [(b"{not json", "InvalidRequestContentException"), (b'"' + b"x" * 7_000_000 + b'"', "RequestTooLargeException")],
)
def test_bad_payloads_are_refused_before_a_process_starts(aws: Any, payload: bytes, code: str) -> None:
    name = aws.function(PID)
    with pytest.raises(ClientError, match=code):
        aws.client("lambda").invoke(FunctionName=name, Payload=payload)
    assert not [figure for figure in aws.admin.functions() if figure["name"] == name]


def test_two_regions_are_apart(aws: Any) -> None:
    name = aws.function("import os\ndef handler(e, c):\n    return os.environ['AWS_REGION']\n", region="eu-west-1")

    assert aws.invoke(name, region="eu-west-1").value == "eu-west-1"
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        aws.invoke(name)
