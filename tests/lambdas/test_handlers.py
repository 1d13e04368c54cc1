"""Each handler, from its environment and event to what it answers: the state machine's steps in their order."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from lambdas.collect.handler import handler as collect
from lambdas.complete_batch.handler import handler as complete_batch
from lambdas.discover.handler import handler as discover
from lambdas.errors import PlatformError
from lambdas.predict.handler import handler as predict
from lambdas.submit_batch.handler import handler as submit_batch
from lambdas.sweep_batch.handler import handler as sweep_batch

ENVIRONMENT = {
    "PLATFORM_ENVIRONMENT": "test",
    "POWERTOOLS_SERVICE_NAME": "platform",
    "INPUT_ACCESS_POINT": "inputs-ext-s3alias",
    "RUN_BUCKET": "runs",
    "INFERENCE_TYPE": "serverless",
    "BATCH_THRESHOLD": "10",
    "DEPLOYED_PATHS": "batch_transform,serverless_inference",
    "PART_SIZE": "2",
    "MODEL_VERSION": "1",
    "CONTENT_TYPES": '{".png": "image/png"}',
    "BATCH_MAX_PAYLOAD_MB": "6",
    "ENDPOINTS": '{"serverless_inference": {"endpoint": "endpoint-1"}}',
    "CONCURRENCY": "2",
    "RETRY_INITIAL_TIMEOUT_S": "5",
    "RETRY_DELAY_S": "0",
    "RETRY_MAX_RETRIES": "2",
    "RETRY_TASK_TIMEOUT_S": "10",
    "COLD_START_THRESHOLD_MS": "5000",
    "TASK_TABLE": "tasks",
    "MODEL_NAME": "model-1",
    "INSTANCE_TYPE": "ml.m5.large",
    "INSTANCE_COUNT": "1",
    "MAX_CONCURRENT_TRANSFORMS": "1",
    "KEY_ARN": "arn:aws:kms:us-east-1:123456789012:key/1",
    "TOKEN_TTL_DAYS": "7",
    "MIN_AGE_S": "0",
    "AWS_REGION": "us-east-1",
}
EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:platform:one"


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 900_000


@pytest.fixture
def environment(s3: Any, table: Any, endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", endpoint.url)


def metrics(text: str) -> dict[str, float]:
    """Every metric that was published, with the dimensions that alarms watch."""
    found: dict[str, float] = {}
    for line in text.splitlines():
        blob = json.loads(line)
        (directive,) = blob["_aws"]["CloudWatchMetrics"]
        assert directive["Namespace"] == "InferencePlatform"
        assert (blob["service"], blob["Environment"]) == ("platform", "test")
        assert sorted(directive["Dimensions"][0]) == ["Environment", "service"]
        found.update({metric["Name"]: blob[metric["Name"]][0] for metric in directive["Metrics"]})
    return found


def submission(run_id: str) -> dict[str, str]:
    machine = EXECUTION.replace("execution", "stateMachine").removesuffix(":one")
    return {"run_id": run_id, "task_token": "token", "execution_id": EXECUTION, "state_machine_arn": machine}


@pytest.mark.usefixtures("environment")
def test_a_run_from_listing_to_summary(
    put_inputs: Callable[..., None], endpoint: Any, reply: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    put_inputs(a_png=b"x", b_png=b"", c_png=b"y")
    endpoint.replies = [reply(429, "ModelNotReadyException", {})]
    state = discover({"prefix": "digits/"}, None)
    assert [
        predict({"run_id": state["run_id"], "part": part, "path": state["path"]}, Context())
        for part in ("00000", "00001")
    ]
    result = collect(state, None)
    assert (result["deferred"], result["summary"]["ok"], result["summary"]["errors"]) == (0, 2, 1)
    assert metrics(capsys.readouterr().out) == {"FilesProcessed": 2, "FilesFailed": 1}
    again = discover({"prefix": "digits/"}, None)
    assert (again["status"], again["summary"]) == ("complete", result["summary"])


@pytest.mark.usefixtures("environment")
def test_a_run_that_falls_back_to_batch(
    s3: Any, table: Any, put_inputs: Callable[..., None], endpoint: Any, reply: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    put_inputs(a_png=b"x")
    endpoint.replies = [reply(503, "ServiceUnavailable", {})]
    state = discover({"prefix": "digits/"}, None)
    predict({"run_id": state["run_id"], "part": "00000"}, Context())
    assert collect(state, None)["deferred"] == 1
    submitted = submit_batch(submission(state["run_id"]), None)
    job = boto3.client("sagemaker").describe_transform_job(TransformJobName=submitted["job"])
    assert job["TransformInput"]["ContentType"] == "image/png"
    output = f"runs/{state['run_id']}/batch/out/digits/a.png.out"
    s3.put_object(Bucket="runs", Key=output, Body=b'{"label": 4, "scores": []}')
    batch = {"job": submitted["job"], "status": "Completed", "failure_reason": ""}
    result = collect({**state, "batch": batch}, None)
    assert result["summary"]["by_path"] == {"batch_transform": 1}
    assert result["summary"]["fallbacks"] == {"endpoint_error": 1}
    assert metrics(capsys.readouterr().out) == {"FilesDeferred": 1, "FilesProcessed": 1, "BatchFallback": 1}


@pytest.mark.usefixtures("environment")
def test_an_event_of_a_job_that_still_runs_leaves_its_task_waiting(table: Any, put_inputs: Callable[..., None]) -> None:
    put_inputs(a_png=b"x")
    state = discover({"prefix": "digits/", "inference_type": "none"}, None)
    submitted = submit_batch(submission(state["run_id"]), None)
    assert submitted["files"] == 1
    event = {
        "source": "aws.sagemaker",
        "detail-type": "SageMaker Transform Job State Change",
        "detail": {"TransformJobName": submitted["job"], "TransformJobStatus": "InProgress"},
    }
    assert complete_batch(event, None)["settled"] == 0
    assert table.scan(TableName="tasks")["Items"][0]["status"] == {"S": "PENDING"}


@pytest.mark.usefixtures("environment")
def test_a_sweep_over_nothing_answers_and_publishes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert sweep_batch({}, None) == {"pending": 0, "recovered": 0}
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("handler", [discover, collect, complete_batch, submit_batch, sweep_batch])
def test_a_handler_without_its_environment_says_so(handler: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(PlatformError, match=r"TASK_TABLE is missing|RUN_BUCKET is missing"):
        handler({}, None)
