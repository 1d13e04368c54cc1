"""The inference state machine: a pure builder of its Amazon States Language definition.

What it decides: the order of the steps, which errors are tried again, and where each failure ends. What it refuses: a
path that is not deployed. Only names and counts pass between the states, never files, so neither the 256 KiB payload
nor the 25,000 history events of an execution depend on how many files there are.

Sources: https://states-language.net/spec.html,
https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html,
https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from domain.routing import InferencePath

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

NO_CAPACITY = "ComponentNoCapacityError"
"""Raised by ``predict`` while an inference component has no copy."""

STATE_NAMES: Mapping[InferencePath, str] = {
    InferencePath.SERVERLESS_INFERENCE: "Serverless",
    InferencePath.REALTIME_ENDPOINT: "Realtime",
    InferencePath.INFERENCE_COMPONENTS: "Components",
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A function that a state calls.

    Attributes:
        alias_arn: ARN of its alias.
        timeout_seconds: The function's own timeout.
    """

    alias_arn: pulumi.Input[str]
    timeout_seconds: int


@dataclass(frozen=True, kw_only=True)
class Wake:
    """How long a part waits for an inference component to wake up: a pause, and how many of them."""

    seconds: int
    attempts: int


@dataclass(frozen=True, kw_only=True)
class EndpointBranch:
    """One endpoint path.

    Attributes:
        path: Which.
        parallel_parts: Parts that are worked on at the same time, at least 1.
        wake: Set for a path that can be at zero.
    """

    path: InferencePath
    parallel_parts: int
    wake: Wake | None = None


@dataclass(frozen=True, kw_only=True)
class DefinitionArgs:
    """Inputs of the definition.

    Attributes:
        partition: ``aws`` and its like.
        discover, predict, submit_batch, collect: The functions; ``predict`` is ``None`` without endpoint paths.
        branches: Endpoint paths that are deployed; batch always is.
        batch_timeout_seconds: Longest batch job.
        timeout_seconds: Longest execution.
    """

    partition: str
    discover: Step
    predict: Step | None
    submit_batch: Step
    collect: Step
    branches: Sequence[EndpointBranch]
    batch_timeout_seconds: int
    timeout_seconds: int


def definition(args: DefinitionArgs) -> dict[str, Any]:
    """The whole definition.

    Raises:
        ValueError: When there are endpoint paths but no function to call them.
    """
    if args.branches and args.predict is None:
        raise ValueError("predict is None; accepted with endpoint paths: the function that calls them")
    states: dict[str, State] = {
        **_discover(args),
        **_choose(args.branches),
        **_endpoint_paths(args),
        **_submit_batch(args),
        **_collect(args),
        "Reply": {"Type": "Succeed", "OutputPath": "$.collected.Payload"},
    }
    return {
        "Comment": "Classify every file below a prefix: discover, one path, collect, reply.",
        "StartAt": "Discover",
        "TimeoutSeconds": args.timeout_seconds,
        "States": states,
    }


def _discover(args: DefinitionArgs) -> dict[str, State]:
    return {
        "Discover": {
            **_invoke(args.partition, args.discover, {"Payload.$": "$"}),
            "OutputPath": "$.Payload",
            **_catch("Discover"),
            "Next": "AlreadyComplete",
        },
        "DiscoverFailed": _failed(),
        "AlreadyComplete": {
            "Type": "Choice",
            "Choices": [{**_equals("$.status", "complete"), "Next": "StoredReply"}],
            "Default": "ChoosePath",
        },
        "StoredReply": {
            "Type": "Pass",
            "Parameters": {"Payload": {"deferred": 0, "summary.$": "$.summary"}},
            "ResultPath": "$.collected",
            "Next": "Remaining",  # a run of which nothing succeeded fails again, as it did the first time
        },
    }


def _choose(branches: Sequence[EndpointBranch]) -> dict[str, State]:
    choices = [{**_equals("$.path", branch.path.value), "Next": STATE_NAMES[branch.path]} for branch in branches]
    choices.append({**_equals("$.path", InferencePath.BATCH_TRANSFORM.value), "Next": "SubmitBatch"})
    return {
        "ChoosePath": {"Type": "Choice", "Choices": choices, "Default": "PathNotDeployed"},
        "PathNotDeployed": {
            "Type": "Fail",
            "Error": "PathNotDeployed",
            "Cause": "The path that was chosen is not deployed in this stack; enable it in the stack's settings "
            "or ask for another inference_type.",
        },
    }


def _endpoint_paths(args: DefinitionArgs) -> dict[str, State]:
    states: dict[str, State] = {}
    for branch in args.branches:
        name = STATE_NAMES[branch.path]
        states[name] = {**_parts(args, branch), **_catch(name), "Next": "Collect"}
        states[f"{name}Failed"] = _failed()
    return states


def _parts(args: DefinitionArgs, branch: EndpointBranch) -> State:
    """A Distributed Map over the parts; nothing of what its items return is kept, and no failed item is tolerated."""
    return {
        "Type": "Map",
        "ItemReader": {
            "Resource": f"arn:{args.partition}:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"},
            "Parameters": {"Bucket.$": "$.parts.bucket", "Key.$": "$.parts.key"},
        },
        "ItemSelector": {
            "run_id.$": "$.run_id",
            "path": branch.path.value,
            "part.$": "$$.Map.Item.Value.part",
        },
        "MaxConcurrency": branch.parallel_parts,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            **_item(args, f"Predict{STATE_NAMES[branch.path]}", branch.wake),
        },
        "ResultPath": None,
    }


def _item(args: DefinitionArgs, name: str, wake: Wake | None) -> State:
    """States of one part: one call, and for a path that sleeps the wait for it.

    Each path has a name of its own for the call: a name may be used once in a whole state machine, maps included
    (https://states-language.net/spec.html#states-fields).
    """
    if args.predict is None:
        raise ValueError("predict is None; accepted with endpoint paths: the function that calls them")
    predict: State = {
        **_invoke(args.partition, args.predict, {"Payload.$": "$"}),
        "ResultPath": None,
        "OutputPath": None,
        "End": True,
    }
    if wake is None:
        return {"StartAt": name, "States": {name: predict}}
    predict["Retry"] = [
        {
            "ErrorEquals": [NO_CAPACITY],
            "IntervalSeconds": wake.seconds,
            "BackoffRate": 1.0,
            "MaxAttempts": wake.attempts,
        },
        *predict["Retry"],
    ]
    predict["Catch"] = [{"ErrorEquals": [NO_CAPACITY], "ResultPath": "$.failure", "Next": "LeftToBatch"}]
    # Collect sees that the part has no results, and hands its files to batch with the reason.
    left: State = {"Type": "Pass", "OutputPath": None, "End": True}
    return {"StartAt": name, "States": {name: predict, "LeftToBatch": left}}


def _submit_batch(args: DefinitionArgs) -> dict[str, State]:
    payload = {
        "Payload": {
            "run_id.$": "$.run_id",
            "task_token.$": "$$.Task.Token",
            "execution_id.$": "$$.Execution.Id",
            "state_machine_arn.$": "$$.StateMachine.Id",
        }
    }
    task = _invoke(args.partition, args.submit_batch, payload)
    return {
        "SubmitBatch": {
            **task,
            "Resource": f"{task['Resource']}.waitForTaskToken",
            "TimeoutSeconds": args.batch_timeout_seconds,
            "ResultPath": "$.batch",
            **_catch("SubmitBatch"),
            "Next": "Collect",
        },
        "SubmitBatchFailed": _failed(),
    }


def _collect(args: DefinitionArgs) -> dict[str, State]:
    deferred = {"Variable": "$.collected.Payload.deferred", "NumericGreaterThan": 0}
    not_yet = {"Not": {"Variable": "$.batch", "IsPresent": True}}
    nothing = [
        {"Variable": "$.collected.Payload.summary.ok", "IsPresent": True},
        {"Variable": "$.collected.Payload.summary.ok", "NumericEquals": 0},
    ]
    return {
        "Collect": {
            **_invoke(args.partition, args.collect, {"Payload.$": "$"}),
            "ResultSelector": {"Payload.$": "$.Payload"},
            "ResultPath": "$.collected",
            **_catch("Collect"),
            "Next": "Remaining",
        },
        "CollectFailed": _failed(),
        "Remaining": {
            "Type": "Choice",
            "Choices": [
                {"And": [not_yet, deferred], "Next": "SubmitBatch"},
                {"And": nothing, "Next": "NoFileSucceeded"},
            ],
            "Default": "Reply",
        },
        "NoFileSucceeded": {
            "Type": "Fail",
            "Error": "NoFileSucceeded",
            "Cause": "Not one file could be classified; the records of the run name the error of each.",
        },
    }


def _invoke(partition: str, step: Step, payload: Mapping[str, Any]) -> State:
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


def _catch(name: str) -> State:
    return {"Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": f"{name}Failed"}]}


def _failed() -> State:
    """The end of a step's failure: the execution fails with that step's own error and cause."""
    return {"Type": "Fail", "ErrorPath": "$.failure.Error", "CausePath": "$.failure.Cause"}


def _equals(path: str, value: str) -> State:
    """A comparison that is false when the path is absent; without the guard that ends an execution uncaught."""
    return {"And": [{"Variable": path, "IsPresent": True}, {"Variable": path, "StringEquals": value}]}
