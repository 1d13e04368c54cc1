"""Executions of the deployed platform: what each path makes of good files and of bad ones."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from sandbox.demo.story import PATHS

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine")]

BIG_BYTES = 7 * 1024 * 1024
"""Over the largest payload of every path: 4 MB serverless, 6 MiB real-time, 6 MB batch as it is set here."""


@pytest.mark.parametrize("requested", ["components", "serverless", "provisioned", "none"])
def test_every_file_is_classified_over_the_path_that_was_asked_for(deployed: Any, checks: Any, requested: str) -> None:
    """Components come first: they are at zero, and must wake up."""
    labels = deployed.images(f"paths/{requested}/")
    run = deployed.run(prefix=f"paths/{requested}/", inference_type=requested)
    assert run.status == "SUCCEEDED", run.error
    checks.each_once(run, labels)
    assert {record["status"] for record in run.records} == {"ok"}
    assert {record["path"] for record in run.records} == {PATHS[requested]}
    right = sum(record["prediction"]["label"] == labels[record["key"]] for record in run.records)
    assert right / len(labels) >= 0.85
    assert run.summary["by_path"] == {PATHS[requested]: len(labels)}


def test_a_prefix_over_the_threshold_goes_to_batch(deployed: Any, checks: Any) -> None:
    labels = deployed.images("threshold/", 3)
    run = deployed.run(prefix="threshold/", inference_type="provisioned", batch_threshold=2)
    checks.each_once(run, labels)
    assert {record["path"] for record in run.records} == {"batch_transform"}


@pytest.mark.parametrize("requested", ["provisioned", "serverless", "none"])
def test_a_bad_file_is_an_error_of_its_own_and_of_no_other(deployed: Any, checks: Any, requested: str) -> None:
    prefix = f"bad/{requested}/"
    good = deployed.images(prefix, 5)
    bad = {
        f"{prefix}empty.png": b"",
        f"{prefix}big.png": b"\x89PNG\r\n\x1a\n" + bytes(BIG_BYTES),
        f"{prefix}text.png": b"this is no image",
        f"{prefix}notes.txt": b"notes",
    }
    deployed.put(bad)
    run = deployed.run(prefix=prefix, inference_type=requested)
    assert run.status == "SUCCEEDED", run.error
    checks.each_once(run, {**good, **bad})
    records = {record["key"]: record for record in run.records}
    assert {records[key]["status"] for key in good} == {"ok"}
    errors = {key.removeprefix(prefix): records[key]["error"] for key in bad}
    assert {name: error["code"] for name, error in errors.items()} == {
        "empty.png": "EmptyFile",
        "big.png": "PayloadTooLarge",
        # A transform job writes no output for a file that its model refuses, and says no more of it.
        "text.png": "BatchOutputMissing" if requested == "none" else "ModelRefusedInput",
        "notes.txt": "UnsupportedContentType",
    }
    assert all(records[key]["fallback_reason"] is None for key in bad)
    assert "7,340,040" in errors["big.png"]["message"]


def test_a_run_of_which_nothing_succeeds_fails_and_fails_again(deployed: Any) -> None:
    deployed.put({"hopeless/a.png": b"no image", "hopeless/b.txt": b"text"})
    for _ in range(2):
        run = deployed.run(prefix="hopeless/", inference_type="provisioned")
        assert run.status == "FAILED"
        assert run.error.startswith("NoFileSucceeded ")


@pytest.mark.parametrize(
    ("request_", "error", "texts"),
    [
        ({"prefix": "nothing/here/"}, "EmptyPrefixError", ("nothing/here/", "put files there")),
        ({}, "InvalidEventError", ("prefix",)),
        ({"prefx": "digits/"}, "InvalidEventError", ("prefx", "prefix")),
        ({"prefix": 7}, "InvalidEventError", ("prefix", "7")),
        ({"prefix": "/digits"}, "InvalidEventError", ("/digits", "slash")),
        ({"prefix": "digits/", "inference_type": "gpu"}, "InvalidEventError", ("gpu", "serverless")),
        ({"prefix": "digits/", "batch_threshold": 0}, "InvalidEventError", ("batch_threshold", "0")),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_malformed_request_fails_at_once_and_says_why(
    deployed: Any, request_: dict[str, Any], error: str, texts: tuple[str, ...]
) -> None:
    run = deployed.platform.run("bad request", **request_)
    assert run.status == "FAILED"
    assert run.error.startswith(f"DiscoverFailed {error}: ")
    assert all(text in run.error for text in texts), run.error


def test_the_same_manifest_again_returns_what_is_stored(deployed: Any) -> None:
    deployed.images("again/", 5)
    first = deployed.run(prefix="again/", inference_type="provisioned")
    calls = deployed.figures("predict")["invocations"]
    second = deployed.run(prefix="again/", inference_type="provisioned")
    assert (second.output, second.records) == (first.output, first.records)
    assert deployed.figures("predict")["invocations"] == calls
    deployed.images("again/", 6)
    assert deployed.run(prefix="again/", inference_type="provisioned").summary["run_id"] != first.summary["run_id"]


FAULTS: dict[str, dict[str, Any]] = {
    "throttling": {"service": "sagemaker", "operation": "InvokeEndpoint", "kind": "throttle"},
    "server errors": {"service": "sagemaker", "operation": "InvokeEndpoint", "kind": "error_5xx"},
    "models that are not ready": {"service": "sagemaker", "operation": "InvokeEndpoint", "kind": "model_not_ready"},
    "connections that break": {"service": "sagemaker", "operation": "InvokeEndpoint", "kind": "timeout", "seconds": 1},
    "a store that fails": {"service": "s3", "kind": "error_5xx"},
    "functions that are throttled": {"service": "lambda", "operation": "Invoke", "kind": "throttle"},
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fifth_of_the_calls_may_fail_and_no_file_is_lost_or_doubled(deployed: Any, checks: Any, name: str) -> None:
    prefix = f"faults/{name.replace(' ', '-')}/"
    labels = deployed.images(prefix)
    requested = "serverless" if name == "models that are not ready" else "provisioned"
    with deployed.fault(**FAULTS[name], share=0.2, seed=7):
        run = deployed.run(prefix=prefix, inference_type=requested)
    assert run.status == "SUCCEEDED", run.error
    checks.each_once(run, labels)
    assert Counter(record["status"] for record in run.records) == {"ok": len(labels)}
    for record in run.records:
        assert (record["path"] == "batch_transform") == (record["fallback_reason"] is not None)


@pytest.mark.parametrize(
    ("function", "action", "failed"),
    [
        ("discover", "s3:ListBucket", "DiscoverFailed"),
        ("predict", "sagemaker:InvokeEndpoint", "RealtimeFailed"),
        ("collect", "s3:PutObject", "CollectFailed"),
    ],
)
def test_a_role_that_lacks_an_action_fails_the_execution_until_it_has_it_again(
    deployed: Any, checks: Any, function: str, action: str, failed: str
) -> None:
    prefix = f"denied/{function}/"
    labels = deployed.images(prefix, 4)
    with deployed.without(function, action):
        run = deployed.run(prefix=prefix, inference_type="provisioned")
    assert run.status == "FAILED"
    assert run.error.startswith(f"{failed} ")
    assert "AccessDenied" in run.error
    assert deployed.outputs["functionNames"][function].rsplit("-", 1)[0] in run.error, "the cause names the role"
    granted = deployed.run(prefix=prefix, inference_type="provisioned")
    checks.each_once(granted, labels)


def test_another_region_of_the_same_server_has_nothing_of_it(deployed: Any) -> None:
    far = {
        service: deployed.client(service, "us-west-2") for service in ("lambda", "stepfunctions", "sagemaker", "sqs")
    }
    assert far["lambda"].list_functions()["Functions"] == []
    assert far["stepfunctions"].list_state_machines()["stateMachines"] == []
    assert far["sagemaker"].list_endpoints()["Endpoints"] == []
    far["sqs"].create_queue(QueueName="far-away")
    assert not [url for url in deployed.client("sqs").list_queues().get("QueueUrls", []) if "far-away" in url]
    assert deployed.client("sagemaker").list_endpoints()["Endpoints"]
