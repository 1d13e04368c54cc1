"""Faults as a client sees them: the right error in the right protocol, and nothing for others."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, HTTPClientError, ReadTimeoutError

from sandbox.client import SandboxClientError

pytestmark = pytest.mark.server

CALLS: dict[str, Callable[[Any], Any]] = {
    "s3": lambda aws: aws.client("s3").list_buckets(),
    "dynamodb": lambda aws: aws.client("dynamodb").list_tables(),
    "iam": lambda aws: aws.client("iam").list_users(),
    "ec2": lambda aws: aws.client("ec2").describe_vpcs(),
    "monitoring": lambda aws: aws.client("cloudwatch").list_metrics(),
    "lambda": lambda aws: aws.client("lambda").list_functions(),
    "sagemaker": lambda aws: aws.client("sagemaker-runtime").invoke_endpoint(EndpointName="e", Body=b"x"),
}


def refused(call: Callable[[], Any]) -> tuple[str, int]:
    with pytest.raises(ClientError) as caught:
        call()
    response = caught.value.response
    assert response["ResponseMetadata"]["RequestId"]
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize(
    ("service", "code", "status"),
    [
        ("s3", "SlowDown", 503),
        ("dynamodb", "ProvisionedThroughputExceededException", 400),
        ("iam", "ThrottlingException", 400),
        ("ec2", "ThrottlingException", 400),
        ("monitoring", "ThrottlingException", 400),
        ("lambda", "TooManyRequestsException", 429),
        ("sagemaker", "ThrottlingException", 400),
    ],
)
def test_throttling_in_every_protocol(aws: Any, service: str, code: str, status: int) -> None:
    aws.admin.add_fault(kind="throttle", service=service, count=1)

    assert refused(lambda: CALLS[service](aws)) == (code, status)


@pytest.mark.parametrize("service", sorted(CALLS))
def test_a_server_error_in_every_protocol(aws: Any, service: str) -> None:
    aws.admin.add_fault(kind="error_5xx", service=service, count=1)
    code, status = refused(lambda: CALLS[service](aws))

    assert status == 500
    assert code.startswith(("Internal", "Service"))


def test_a_model_that_is_not_ready(aws: Any) -> None:
    aws.admin.add_fault(kind="model_not_ready", service="sagemaker", operation="InvokeEndpoint", count=1)

    assert refused(lambda: CALLS["sagemaker"](aws)) == ("ModelNotReadyException", 429)


def test_latency_delays_the_normal_answer(aws: Any) -> None:
    aws.admin.add_fault(kind="latency", service="s3", operation="ListBuckets", seconds=0.4, count=1)
    started = time.monotonic()

    assert "Buckets" in CALLS["s3"](aws)
    assert time.monotonic() - started >= 0.4


def test_a_timeout_holds_the_connection_and_the_call_does_not_happen(aws: Any) -> None:
    aws.admin.add_fault(kind="timeout", service="s3", operation="CreateBucket", seconds=1.0, count=1)
    bucket = aws.name("bucket")

    with pytest.raises((ReadTimeoutError, ConnectionClosedError)):
        aws.client("s3", timeout_s=0.3).create_bucket(Bucket=bucket)
    assert bucket not in [found["Name"] for found in CALLS["s3"](aws)["Buckets"]]


def test_a_region_that_is_down_takes_every_service_and_no_other_region(aws: Any) -> None:
    aws.admin.add_fault(kind="region_down", region="eu-west-1")

    for service in ("sqs", "dynamodb", "lambda"):
        client = aws.client(service, "eu-west-1")
        with pytest.raises(HTTPClientError):
            getattr(client, {"sqs": "list_queues", "dynamodb": "list_tables", "lambda": "list_functions"}[service])()
    assert aws.client("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_only_what_matches_is_hit_and_hits_are_counted(aws: Any) -> None:
    bucket = aws.bucket()
    client = aws.client("s3")
    fault = aws.admin.add_fault(kind="error_5xx", service="s3", match="/poison/")

    client.put_object(Bucket=bucket, Key="fine/1", Body=b"")
    code = refused(lambda: client.put_object(Bucket=bucket, Key="poison/1", Body=b""))

    assert code == ("InternalError", 500)
    assert [(found["id"], found["hits"]) for found in aws.admin.faults()] == [(fault, 1)]
    aws.admin.clear_faults(fault)
    client.put_object(Bucket=bucket, Key="poison/1", Body=b"")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"kind": "nonsense"}, "accepted: latency, error_5xx"),
        ({"kind": "latency", "share": 0}, "share is 0"),
        ({"kind": "latency", "wrong": 1}, "unknown member wrong"),
        ({"kind": "timeout", "seconds": 10_000}, "seconds is 10000"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(aws: Any, fault: dict[str, Any], message: str) -> None:
    with pytest.raises(SandboxClientError, match=message):
        aws.admin.add_fault(**fault)


def test_options_change_and_unknown_ones_are_refused(aws: Any) -> None:
    before = aws.admin.options()["cold_start_s"]
    assert aws.admin.set_options(cold_start_s=0.25)["cold_start_s"] == 0.25
    aws.admin.set_options(cold_start_s=before)
    with pytest.raises(SandboxClientError, match="unknown option cold_strt_s"):
        aws.admin.set_options(cold_strt_s=1)
    with pytest.raises(SandboxClientError, match="404"):
        aws.admin._call("GET", "nothing")
