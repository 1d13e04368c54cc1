"""The inference state machine: a pure builder of its Amazon States Language definition.

What it decides: the order of the steps, which errors are tried again, and where each failure ends. What it refuses: a
path that is not deployed. Only names and counts pass between the states, never files, so neither the 256 KiB payload
nor the 25,000 history events of an execution depend on how many files there are.

Sources: https://states-language.net/spec.html,
https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html,
https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.asl import State, Step, catch, equals, failed, invoke
from components.inference.parts_map import EndpointBranch, endpoint_path
from domain.routing import InferencePath


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
            **invoke(args.partition, args.discover, {"Payload.$": "$"}),
            "OutputPath": "$.Payload",
            "Catch": [catch("DiscoverFailed")],
            "Next": "AlreadyComplete",
        },
        "DiscoverFailed": failed("Discover"),
        "AlreadyComplete": {
            "Type": "Choice",
            "Choices": [{**equals("$.status", "complete"), "Next": "StoredReply"}],
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
    choices = [{**equals("$.path", branch.path.value), "Next": branch.name} for branch in branches]
    choices.append({**equals("$.path", InferencePath.BATCH_TRANSFORM.value), "Next": "SubmitBatch"})
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
    if args.predict is None:
        return {}
    states: dict[str, State] = {}
    for branch in args.branches:
        states |= endpoint_path(args.partition, args.predict, branch)
    return states


def _submit_batch(args: DefinitionArgs) -> dict[str, State]:
    payload = {
        "Payload": {
            "run_id.$": "$.run_id",
            "task_token.$": "$$.Task.Token",
            "execution_id.$": "$$.Execution.Id",
            "state_machine_arn.$": "$$.StateMachine.Id",
        }
    }
    task = invoke(args.partition, args.submit_batch, payload)
    return {
        "SubmitBatch": {
            **task,
            "Resource": f"{task['Resource']}.waitForTaskToken",
            "TimeoutSeconds": args.batch_timeout_seconds,
            "ResultPath": "$.batch",
            "Catch": [catch("SubmitBatchFailed")],
            "Next": "Collect",
        },
        "SubmitBatchFailed": failed("SubmitBatch"),
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
            **invoke(args.partition, args.collect, {"Payload.$": "$"}),
            "ResultSelector": {"Payload.$": "$.Payload"},
            "ResultPath": "$.collected",
            "Catch": [catch("CollectFailed")],
            "Next": "Remaining",
        },
        "CollectFailed": failed("Collect"),
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
