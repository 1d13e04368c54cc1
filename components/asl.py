"""Pieces of an Amazon States Language definition that more than one part of it needs.

Sources: https://states-language.net/spec.html,
https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

State = dict[str, Any]

TIMEOUT_MARGIN_SECONDS = 5
"""A task waits a little longer than its function may run, so that the function's own timeout is told."""

LAMBDA_SERVICE_ERRORS = [
    "Lambda.TooManyRequestsException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
]
"""https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception"""

FAILURE = "$.failure"
"""Where a caught error lies, until a Fail state tells it."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A function that a state calls.

    Attributes:
        alias_arn: ARN of its alias.
        timeout_seconds: The function's own timeout.
    """

    alias_arn: pulumi.Input[str]
    timeout_seconds: int


def invoke(partition: str, step: Step, payload: Mapping[str, Any]) -> State:
    """A call of a function, tried again when Lambda itself fails."""
    return {
        "Type": "Task",
        "Resource": f"arn:{partition}:states:::lambda:invoke",
        "Parameters": {"FunctionName": step.alias_arn, **payload},
        "TimeoutSeconds": step.timeout_seconds + TIMEOUT_MARGIN_SECONDS,
        "Retry": [
            {
                "ErrorEquals": LAMBDA_SERVICE_ERRORS,
                "IntervalSeconds": 1,
                "BackoffRate": 2.0,
                "MaxAttempts": 5,
                "JitterStrategy": "FULL",
            }
        ],
    }


def catch(target: str, errors: str = "States.ALL", place: str = FAILURE) -> State:
    """A catcher: what was caught lies at ``place``, and the execution goes on with ``target``."""
    return {"ErrorEquals": [errors], "ResultPath": place, "Next": target}


def failed(name: str) -> State:
    """The end of a step's failure: an error with the step's name, and a cause that starts with the error's own name.

    The error's own name cannot be the execution's error: names that begin with ``States.``, as that of a timeout does,
    are reserved (https://states-language.net/spec.html#error-names).
    """
    return {
        "Type": "Fail",
        "Error": f"{name}Failed",
        "CausePath": f"States.Format('{{}}: {{}}', {FAILURE}.Error, {FAILURE}.Cause)",
    }


def equals(path: str, value: str) -> State:
    """A comparison that is false when the path is absent; without the guard that ends an execution uncaught."""
    return {"And": [{"Variable": path, "IsPresent": True}, {"Variable": path, "StringEquals": value}]}
