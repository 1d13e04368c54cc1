"""The training pipeline end to end: every computation is a real one; AWS is this machine."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from sandbox.pipeline_lab import MODEL, table

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("training-pipeline")]

INBOX = "training/data/"


def started_after(lab: Any, before: list[str]) -> str:
    """The execution that something else than this test has started."""
    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        if new := [arn for arn in lab.executions() if arn not in before]:
            return str(new[0])
        time.sleep(0.1)
    raise AssertionError("nothing was started within 30 s")


def told_once(lab: Any, arn: str) -> str:
    subjects = lab.notices(arn)
    assert len(subjects) == 1, subjects
    return str(subjects[0])


def test_the_pack_was_in_force_and_a_second_deployment_changes_nothing(pipeline: Any) -> None:
    assert pipeline.stack.policy_pack_ran()
    assert pipeline.stack.changes_pending() == {}


def test_new_data_is_trained_on_judged_registered_and_deployed(pipeline: Any) -> None:
    lab = pipeline.lab
    before = lab.executions()
    lab.put(f"{INBOX}first.csv", table(1))
    run = lab.wait(started_after(lab, before))
    assert run.end == "Succeeded", run.cause
    assert told_once(lab, run.arn) == f"{MODEL}: model accepted"
    assert run.output["gate"]["reply"]["passed"] is True
    version = run.output["registration"]["reply"]["version"]
    registered = lab.client("sagemaker").list_model_packages(ModelPackageGroupName=lab.outputs["modelPackageGroup"])
    assert [one["ModelApprovalStatus"] for one in registered["ModelPackageSummaryList"]] == ["Approved"]
    endpoint = lab.client("sagemaker").describe_endpoint(EndpointName=lab.outputs["modelEndpoint"])
    assert endpoint["EndpointStatus"] == "InService"
    answer = lab.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=lab.outputs["modelEndpoint"],
        ContentType="application/json",
        Body=json.dumps({"rows": [{"size_a": -5.0, "size_b": 5.0}, [5.0, -5.0]]}),
    )
    said = json.loads(answer["Body"].read())
    assert said["predictions"] == ["rose", "iris"]
    assert said["version"] == version


def test_the_same_data_is_trained_once(pipeline: Any) -> None:
    lab = pipeline.lab
    key = f"{INBOX}first.csv"
    again = lab.run("again", lab.source(key))
    assert again.end == "AlreadyTrained", again.cause
    assert lab.notices(again.arn) == []
    newest = lab.run("by-the-clock", {})
    assert newest.end == "AlreadyTrained", newest.cause


def test_two_starts_at_once_do_one_training(pipeline: Any) -> None:
    lab = pipeline.lab
    key = f"{INBOX}twice.csv"
    before = lab.executions()
    lab.put(key, table(2))
    by_event, by_hand = started_after(lab, before), lab.start("by-hand", lab.source(key))
    ends = {lab.wait(by_event).end, lab.wait(by_hand).end}
    assert "Succeeded" in ends
    assert ends <= {"Succeeded", "AlreadyRunning", "AlreadyTrained"}
    assert len(ends) == 2
    jobs = lab.client("sagemaker").list_training_jobs()["TrainingJobSummaries"]
    assert len(jobs) == 2, "one for this data, one for the data before"


BAD = {
    "out-of-range": (table(3).replace(b"\n-5.", b"\n-500.", 20), "CheckQualityFailed", "below min -50"),
    "truncated": (table(3)[:-12], "ValidateDataFailed", "row"),
    "empty": (b"size_a,size_b,kind\n", "ValidateDataFailed", "row"),
    "other-columns": (table(3).replace(b"size_a", b"weight", 1), "CheckQualityFailed", "is missing"),
    "unknown-kind": (table(3).replace(b"rose", b"weed"), "CheckQualityFailed", "weed"),
    "not-a-number": (table(3).replace(b"\n5.", b"\nNaN,5.", 1), "ValidateDataFailed", "row"),
    "drifted": (table(3, noise=4.0), "CheckQualityFailed", "drifted from the last accepted run"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_data_is_stopped_before_it_is_trained_on(pipeline: Any, name: str) -> None:
    lab = pipeline.lab
    body, error, text = BAD[name]
    before = lab.executions()
    lab.put(f"{INBOX}bad-{name}.csv", body)
    run = lab.wait(started_after(lab, before))
    assert run.error == error, run.cause
    assert text in run.cause
    assert "Train" not in run.states
    assert told_once(lab, run.arn).startswith(f"{MODEL}: ")


def test_a_worse_model_is_stopped_at_the_gate(pipeline: Any) -> None:
    lab = pipeline.lab
    before = lab.executions()
    lab.put(f"{INBOX}worse.csv", table(4, wrong=0.5))
    run = lab.wait(started_after(lab, before))
    assert run.end == run.error == "BelowGate", run.cause
    assert "accuracy" in run.cause
    assert told_once(lab, run.arn) == f"{MODEL}: model below its gate"
    assert "Register" not in run.states


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"nonsense": 1}, "nonsense is unknown"),
        ({"source": {"bucket": "elsewhere", "key": "a.csv"}}, "elsewhere"),
        ({"source": {"bucket": None, "key": 1}}, "StartRefused"),
        ({"deploy": {}}, "deploy"),
        ([1, 2], "StartRefused"),
    ],
)
def test_an_odd_input_is_refused_with_what_is_accepted(pipeline: Any, given: Any, text: str) -> None:
    lab = pipeline.lab
    run = lab.wait(lab.start(f"odd-{abs(hash(json.dumps(given)))}", given))
    assert run.error == "BeginFailed"
    assert text in run.cause
    told_once(lab, run.arn)


def test_a_package_that_does_not_exist_is_not_deployed(pipeline: Any) -> None:
    lab = pipeline.lab
    group = lab.outputs["modelPackageGroup"]
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:model-package/{group}/99"
    run = lab.run("no-such-package", {"deploy": {"model_package_arn": arn}})
    assert run.error == "DeployFailed", run.cause
    assert "PackageNotApproved" in run.cause
    told_once(lab, run.arn)


def test_an_execution_that_is_cut_off_is_cleaned_up_after_and_its_data_can_be_trained_on(pipeline: Any) -> None:
    lab = pipeline.lab
    before = lab.executions()
    key = lab.put(f"{INBOX}cut.csv", table(5))
    arn = started_after(lab, before)
    limit = time.monotonic() + 60
    while "Train" not in lab.entered(arn):
        assert time.monotonic() < limit
        time.sleep(0.05)
    before = lab.executions()
    lab.states.stop_execution(executionArn=arn)
    cleaned = lab.wait(started_after(lab, before))
    assert cleaned.error == "Interrupted"
    assert told_once(lab, arn) == f"{MODEL}: an execution was cut off"
    statuses = {
        job["TrainingJobName"]: job["TrainingJobStatus"]
        for job in lab.client("sagemaker").list_training_jobs()["TrainingJobSummaries"]
    }
    assert "InProgress" not in statuses.values()
    again = lab.run("after-the-cut", lab.source(key))
    assert again.end == "Succeeded", again.cause
    assert again.output["run"]["reply"]["attempt"] == 2
