"""The trace of the Step Functions interpreter, on moto's real one, and the coverage made from it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from sandbox import asl_trace
from sandbox.asl_coverage import Step, expected, missing

DEFINITION: dict[str, Any] = {
    "StartAt": "Each",
    "States": {
        "Each": {
            "Type": "Map",
            "ItemsPath": "$.items",
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "INLINE"},
                "StartAt": "Which",
                "States": {
                    "Which": {
                        "Type": "Choice",
                        "Choices": [{"Variable": "$", "NumericEquals": 1, "Next": "Break"}],
                        "Default": "Fine",
                    },
                    "Break": {"Type": "Fail", "Error": "Broken", "Cause": "as asked"},
                    "Fine": {"Type": "Pass", "End": True},
                },
            },
            "Retry": [
                {"ErrorEquals": ["Other"], "MaxAttempts": 1, "IntervalSeconds": 1},
                {"ErrorEquals": ["Broken"], "MaxAttempts": 1, "IntervalSeconds": 1, "BackoffRate": 1.0},
            ],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught"}],
            "Next": "Done",
        },
        "Caught": {"Type": "Pass", "Next": "Done"},
        "Done": {"Type": "Succeed"},
    },
}


@pytest.fixture
def trace() -> Iterator[asl_trace.Trace]:
    seen = asl_trace.Trace()
    restore = asl_trace.install(seen)
    yield seen
    restore()


def run(items: list[int]) -> str:
    client = boto3.client("stepfunctions", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    role = "arn:aws:iam::123456789012:role/r"
    machine = client.create_state_machine(name="m", definition=json.dumps(DEFINITION), roleArn=role)["stateMachineArn"]
    execution = client.start_execution(stateMachineArn=machine, input=json.dumps({"items": items}))["executionArn"]
    deadline = time.monotonic() + 20
    while (status := client.describe_execution(executionArn=execution)["status"]) == "RUNNING":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return str(status)


def test_a_run_without_trouble_leaves_the_trouble_uncovered(trace: asl_trace.Trace) -> None:
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        assert run([0]) == "SUCCEEDED"
    assert missing(DEFINITION, trace.steps("m")) == [
        Step("Break", "entered"),
        Step("Caught", "entered"),
        Step("Caught", "next", "Done"),
        Step("Each", "catch", "0"),
        Step("Each", "next", "Caught"),
        Step("Each", "retry", "0"),
        Step("Each", "retry", "1"),
        Step("Which", "next", "Break"),
    ]


def test_retriers_and_catchers_are_seen_by_their_position(trace: asl_trace.Trace) -> None:
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        assert run([1]) == "SUCCEEDED"
    left = missing(DEFINITION, trace.steps("m"))
    assert Step("Each", "retry", "0") in left
    assert Step("Each", "retry", "1") not in left
    assert Step("Each", "catch", "0") not in left
    assert Step("Each", "next", "Done") in left


def test_the_wrapping_comes_off_again() -> None:
    from moto.stepfunctions.parser.asl.component.common.retry.retry_decl import RetryDecl

    before = RetryDecl._eval_body
    asl_trace.install(asl_trace.Trace())()
    assert RetryDecl._eval_body is before


def test_states_with_the_same_name_are_refused() -> None:
    twice = {
        "StartAt": "A",
        "States": {
            "A": {
                "Type": "Map",
                "ItemProcessor": {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}},
                "End": True,
            }
        },
    }
    with pytest.raises(ValueError, match="two states are named 'A'"):
        expected(twice)
