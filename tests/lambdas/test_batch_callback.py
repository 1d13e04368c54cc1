"""Batch by callback: the token is known before the job, and every way in which a job ends settles each task once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from domain.batches.batch import JobOutcome, job_name
from domain.batches.manifest import RunKeys
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.task_scan import TaskScan
from lambdas.clients.task_settlement import TaskSettlement
from lambdas.clients.task_tokens import TaskTokens
from lambdas.clients.transform_jobs import TransformJobs
from lambdas.clients.transform_status import TransformStatus
from lambdas.complete_batch.completion import complete, parse_event
from lambdas.errors import InvalidEventError, TransformJobRefusedError
from lambdas.submit_batch.request import SubmitRequest, parse_request
from lambdas.submit_batch.settings import Settings
from lambdas.submit_batch.submission import Submission
from lambdas.sweep_batch.sweep import Sweep

EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:platform:one"
OTHER_EXECUTION = EXECUTION.replace(":one", ":two")
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:platform"
SETTINGS = Settings(
    environment="test", run_bucket="runs", access_point="inputs-ext-s3alias", task_table="tasks", model_name="model-1",
    instance_type="ml.m5.large", instance_count=1, max_concurrent_transforms=2, max_payload_mb=6,
    key_arn="arn:aws:kms:us-east-1:123456789012:key/1", token_ttl_days=7,
)  # fmt: skip
NOW = 1_800_000_000.0


def job_of(run_id: str) -> str:
    """The job of a run that ``discover`` made."""
    return job_name(run_id, "2026-01-01T00:00:00+00:00")


@pytest.fixture
def sagemaker(aws: None) -> Iterator[Stubber]:
    """SageMaker's answers, checked against its service model."""
    stub = Stubber(boto3.client("sagemaker"))
    with stub:
        yield stub
    stub.assert_no_pending_responses()


@pytest.fixture
def states(aws: None) -> Iterator[Stubber]:
    """Step Functions' answers, checked against its service model."""
    stub = Stubber(boto3.client("stepfunctions"))
    with stub:
        yield stub
    stub.assert_no_pending_responses()


@pytest.fixture
def tasks(table: Any) -> TaskSettlement:
    return TaskSettlement(table, "tasks", "us-east-1")


@pytest.fixture
def submit(store: Any, table: Any, tasks: TaskSettlement, sagemaker: Stubber, states: Stubber) -> Callable[..., Any]:
    def run(state: Any, *, execution: str = EXECUTION, token: str = "token-1") -> Any:
        submission = Submission(
            settings=SETTINGS,
            store=store,
            tokens=TaskTokens(table, "tasks"),
            tasks=tasks,
            jobs=TransformJobs(sagemaker.client),
            status=TransformStatus(sagemaker.client),
            callbacks=Callbacks(states.client),
        )
        return submission(SubmitRequest(state["run_id"], token, execution, MACHINE), NOW)

    return run


def created(stub: Stubber, **expected: Any) -> None:
    arn = "arn:aws:sagemaker:us-east-1:123456789012:transform-job/x"
    names = ["TransformJobName", "ModelName", "BatchStrategy", "MaxConcurrentTransforms", "MaxPayloadInMB"]
    names += ["ModelClientConfig", "TransformInput", "TransformOutput", "TransformResources"]
    stub.add_response("create_transform_job", {"TransformJobArn": arn}, {**dict.fromkeys(names, ANY), **expected})


def taken(stub: Stubber) -> None:
    stub.add_client_error("create_transform_job", "ResourceInUse", "Job name must be unique", 400)


def described(stub: Stubber, status: str, **more: Any) -> None:
    required = {
        "TransformJobArn": "arn:aws:sagemaker:us-east-1:123456789012:transform-job/x",
        "TransformJobName": "x",
        "ModelName": "m",
        "CreationTime": 0,
        "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": "s3://b/k"}}},
        "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
    }
    stub.add_response("describe_transform_job", {**required, "TransformJobStatus": status, **more})


def answered(stub: Stubber, token: str, status: str = "Completed", reason: str = "") -> None:
    stub.add_response("send_task_success", {}, {"taskToken": token, "output": _Output(status, reason)})


class _Output:
    """Equals the output of a task whose job ended so."""

    def __init__(self, status: str, reason: str) -> None:
        self.expected = (status, reason)

    def __eq__(self, other: object) -> bool:
        found = json.loads(str(other))
        return (found["status"], found["failure_reason"]) == self.expected and set(found) == {
            "job",
            "status",
            "failure_reason",
        }

    __hash__ = None  # type: ignore[assignment]  # only compared


def row(table: Any, run_id: str, execution: str = EXECUTION) -> dict[str, Any]:
    key = {"task_id": {"S": job_of(run_id)}, "execution_id": {"S": execution}}
    found: dict[str, Any] = table.get_item(TableName="tasks", Key=key)["Item"]
    return {name: next(iter(value.values())) for name, value in found.items()}


def test_a_batch_run_starts_one_job_over_all_files_that_can_be_served(
    s3: Any, put_inputs: Any, discover: Any, submit: Any, sagemaker: Stubber, table: Any
) -> None:
    put_inputs(a_png=b"x", b_png=b"", c_png=b"y", d_txt=b"z")
    state = discover("none")
    run_id = state["run_id"]
    created(
        sagemaker,
        TransformJobName=job_of(run_id),
        ModelName="model-1",
        BatchStrategy="SingleRecord",
        TransformInput={
            "DataSource": {
                "S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": f"s3://runs/runs/{run_id}/batch/manifest.json"}
            },
            "ContentType": "image/png",
            "CompressionType": "None",
            "SplitType": "None",
        },
    )
    assert submit(state) == {"job": job_of(run_id), "files": 2, "outcome": "started"}
    manifest = json.loads(s3.get_object(Bucket="runs", Key=RunKeys(run_id).batch_manifest)["Body"].read())
    assert manifest == [{"prefix": "s3://inputs-ext-s3alias/"}, "digits/a.png", "digits/c.png"]
    stored = row(table, run_id)
    assert (stored["status"], stored["task_token"], stored["execution_region"]) == ("PENDING", "token-1", "us-east-1")
    assert stored["state_machine_arn"] == MACHINE
    assert int(stored["ttl"]) == int(NOW) + 7 * 86_400


def test_files_of_several_types_go_as_bytes(put_inputs: Any, discover: Any, submit: Any, sagemaker: Stubber) -> None:
    put_inputs(a_png=b"x", b_jpg=b"y")
    created(sagemaker, TransformInput=_HasContentType("application/octet-stream"))
    submit(discover("none"))


class _HasContentType:
    """Equals a TransformInput with this content type."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and other["ContentType"] == self.kind

    __hash__ = None  # type: ignore[assignment]  # only compared


def test_the_token_is_stored_before_the_job_is_asked_for(
    put_inputs: Any, discover: Any, submit: Any, sagemaker: Stubber, table: Any
) -> None:
    put_inputs(a_png=b"x")
    state = discover("none")
    sagemaker.add_client_error("create_transform_job", "ResourceLimitExceeded", "no instances left", 400)
    with pytest.raises(
        TransformJobRefusedError, match=r"1 x ml\.m5\.large was refused: ResourceLimitExceeded: no instances left"
    ):
        submit(state)
    assert row(table, state["run_id"])["status"] == "PENDING"


def test_nothing_to_do_is_settled_at_once_without_a_job(
    put_inputs: Any, discover: Any, submit: Any, states: Stubber, table: Any
) -> None:
    put_inputs(a_png=b"", b_txt=b"x")
    state = discover("none")
    answered(states, "token-1")
    assert submit(state)["outcome"] == "nothing to do"
    assert row(table, state["run_id"])["status"] == "DONE"


def test_a_second_execution_attaches_to_the_running_job(
    put_inputs: Any, discover: Any, submit: Any, sagemaker: Stubber, states: Stubber, tasks: TaskSettlement
) -> None:
    put_inputs(a_png=b"x")
    state = discover("none")
    created(sagemaker)
    submit(state)
    taken(sagemaker)
    described(sagemaker, "InProgress")
    assert submit(state, execution=OTHER_EXECUTION, token="token-2")["outcome"] == "attached to the running job"
    answered(states, "token-1")
    answered(states, "token-2")
    done = complete(JobOutcome(job_of(state["run_id"]), "Completed"), tasks, Callbacks(states.client))
    assert done["settled"] == 2, "one event settles both executions"


def test_a_job_that_ended_before_is_settled_at_once(
    put_inputs: Any, discover: Any, submit: Any, sagemaker: Stubber, states: Stubber, table: Any
) -> None:
    put_inputs(a_png=b"x")
    state = discover("none")
    taken(sagemaker)
    described(sagemaker, "Failed", FailureReason="no instances")
    answered(states, "token-1", "Failed", "no instances")
    assert submit(state)["outcome"] == "attached to a job that ended as Failed"
    assert row(table, state["run_id"])["status"] == "DONE"


def pending(table: Any, run_id: str, token: str = "token-1", created_at: float = NOW) -> str:
    from lambdas.clients.task_tokens import WaitingTask

    task = WaitingTask(job_of(run_id), EXECUTION, token, "us-east-1", MACHINE)
    TaskTokens(table, "tasks").store(task, now=created_at, ttl_days=1)
    return task.task_id


RUN = "b" * 40


def event(job: str, status: str) -> dict[str, Any]:
    return {
        "source": "aws.sagemaker",
        "detail-type": "SageMaker Transform Job State Change",
        "detail": {"TransformJobName": job, "TransformJobStatus": status},
    }


@pytest.mark.parametrize("status", ["Completed", "Failed", "Stopped"])
def test_an_event_settles_and_its_duplicate_does_nothing(
    table: Any, tasks: TaskSettlement, states: Stubber, status: str
) -> None:
    job = pending(table, RUN)
    answered(states, "token-1", status)
    assert complete(parse_event(event(job, status)), tasks, Callbacks(states.client))["settled"] == 1
    assert complete(parse_event(event(job, status)), tasks, Callbacks(states.client))["settled"] == 0


def test_an_event_of_a_running_or_unknown_job_does_nothing(table: Any, tasks: TaskSettlement, states: Stubber) -> None:
    job = pending(table, RUN)
    assert complete(parse_event(event(job, "InProgress")), tasks, Callbacks(states.client))["settled"] == 0
    assert complete(parse_event(event(job_of("c" * 40), "Failed")), tasks, Callbacks(states.client))["settled"] == 0
    assert row(table, RUN)["status"] == "PENDING"


@pytest.mark.parametrize("code", ["TaskDoesNotExist", "TaskTimedOut", "InvalidToken"])
def test_an_event_after_the_execution_ended_marks_the_task_as_done(
    table: Any, tasks: TaskSettlement, states: Stubber, code: str
) -> None:
    job = pending(table, RUN)
    states.add_client_error("send_task_success", code, "late", 400)
    complete(parse_event(event(job, "Completed")), tasks, Callbacks(states.client))
    assert row(table, RUN)["status"] == "DONE"


def test_an_answer_that_could_not_be_sent_leaves_the_task_for_the_sweeper(
    table: Any, tasks: TaskSettlement, states: Stubber
) -> None:
    job = pending(table, RUN)
    states.add_client_error("send_task_success", "KmsAccessDeniedException", "no", 400)
    with pytest.raises(states.client.exceptions.ClientError, match="KmsAccessDenied"):
        complete(parse_event(event(job, "Completed")), tasks, Callbacks(states.client))
    assert row(table, RUN)["status"] == "PENDING"


def test_a_newer_token_of_the_same_execution_is_not_marked_by_the_answer_to_the_older(
    table: Any, tasks: TaskSettlement
) -> None:
    pending(table, RUN, "old")
    (older,) = tasks.tasks_of(job_of(RUN))
    pending(table, RUN, "new")
    assert not tasks.mark_done(older)
    assert row(table, RUN)["status"] == "PENDING"
    assert tasks.mark_done(replace(older, token="new"))


@pytest.mark.parametrize("wrong", [None, {}, {"source": "aws.s3"}, event("", "Completed")])
def test_another_event_is_refused(wrong: object) -> None:
    with pytest.raises(InvalidEventError):
        parse_event(wrong)


@pytest.fixture
def sweep(table: Any, tasks: TaskSettlement, sagemaker: Stubber, states: Stubber) -> Sweep:
    return Sweep(
        TaskScan(table, "tasks", "us-east-1"), tasks, TransformStatus(sagemaker.client), Callbacks(states.client)
    )


def test_a_lost_event_is_recovered_once(table: Any, sweep: Sweep, sagemaker: Stubber, states: Stubber) -> None:
    pending(table, RUN)
    described(sagemaker, "Completed")
    answered(states, "token-1")
    result = sweep(now=NOW + 60, min_age_s=300)
    assert result.to_reply() == {"pending": 1, "recovered": 1}
    assert result.to_metrics() == {"BatchTokenRecovered": 1}
    assert sweep(now=NOW + 60, min_age_s=300).to_reply() == {"pending": 0, "recovered": 0}


def test_a_task_of_another_region_is_nobody_s_here(
    table: Any, sweep: Sweep, tasks: TaskSettlement, sagemaker: Stubber, states: Stubber
) -> None:
    table.put_item(
        TableName="tasks",
        Item={
            "task_id": {"S": job_of(RUN)},
            "execution_id": {"S": EXECUTION.replace("us-east-1", "us-east-2")},
            "task_token": {"S": "of-another-region"},
            "execution_region": {"S": "us-east-2"},
            "status": {"S": "PENDING"},
            "created_at": {"N": "1"},
        },
    )
    assert sweep(now=NOW + 9999, min_age_s=300).to_reply() == {"pending": 0, "recovered": 0}
    assert complete(parse_event(event(job_of(RUN), "Completed")), tasks, Callbacks(states.client))["settled"] == 0
    assert table.scan(TableName="tasks")["Items"][0]["status"] == {"S": "PENDING"}


def test_a_running_job_is_left_alone(table: Any, sweep: Sweep, sagemaker: Stubber) -> None:
    pending(table, RUN)
    described(sagemaker, "InProgress")
    assert sweep(now=NOW + 9999, min_age_s=300).to_reply() == {"pending": 1, "recovered": 0}


@pytest.mark.parametrize(
    ("code", "message"),
    [("ValidationException", "Could not find requested job with name: ip-x"), ("ResourceNotFound", "gone")],
)
def test_a_vanished_job_fails_its_task_but_not_before_it_could_exist(
    table: Any, sweep: Sweep, sagemaker: Stubber, states: Stubber, code: str, message: str
) -> None:
    pending(table, RUN)
    sagemaker.add_client_error("describe_transform_job", code, message, 400)
    assert sweep(now=NOW + 299, min_age_s=300).recovered == 0
    sagemaker.add_client_error("describe_transform_job", code, message, 400)
    states.add_response(
        "send_task_failure",
        {},
        {
            "taskToken": "token-1",
            "error": "BatchJobLost",
            "cause": f"transform job {job_of(RUN)}: no job of that name after 300 s",
        },
    )
    assert sweep(now=NOW + 300, min_age_s=300).recovered == 1


def test_a_refused_question_is_no_proof_that_a_job_vanished(sweep: Sweep, table: Any, sagemaker: Stubber) -> None:
    pending(table, RUN)
    sagemaker.add_client_error("describe_transform_job", "AccessDeniedException", "no", 400)
    with pytest.raises(sagemaker.client.exceptions.ClientError, match="AccessDenied"):
        sweep(now=NOW + 9999, min_age_s=0)
    assert row(table, RUN)["status"] == "PENDING"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"run_id": "x"}, "run_id"),
        ({"task_token": ""}, "task_token"),
        ({"execution_id": "one"}, "execution_id"),
        ({"state_machine_arn": None}, "state_machine_arn"),
    ],
)
def test_a_malformed_submission_is_refused_by_field(change: dict[str, Any], field: str) -> None:
    fine = {"run_id": RUN, "task_token": "t", "execution_id": EXECUTION, "state_machine_arn": MACHINE}
    assert parse_request(fine).region == "us-east-1"
    with pytest.raises(InvalidEventError, match=f"field '{field}'"):
        parse_request({**fine, **change})
