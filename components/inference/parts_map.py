"""States of one endpoint path: a Distributed Map over the parts of a run, and what is told when one of them fails.

A Distributed Map that ends over its tolerated failures says only that. So a part that fails writes its error to the run
store first, with the state machine's own role and below the execution's own name, and the map's catcher reads it back.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.asl import FAILURE, State, Step, catch, failed, invoke
from domain.routing import InferencePath

NO_CAPACITY = "ComponentNoCapacityError"
"""Raised by ``predict`` while an inference component has no copy."""

READER_FAILED = "States.ItemReaderFailed"
"""The list of parts could not be read; no part has run then."""

READER_ATTEMPTS = 3

STORE_TIMEOUT_SECONDS = 30
"""For one object of a few kilobytes; when it is not enough, the failure is told without its reason."""

STATE_NAMES: Mapping[InferencePath, str] = {
    InferencePath.SERVERLESS_INFERENCE: "Serverless",
    InferencePath.REALTIME_ENDPOINT: "Realtime",
    InferencePath.INFERENCE_COMPONENTS: "Components",
}


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

    @property
    def name(self) -> str:
        """Its state. All names of its other states are made of it: names are unique in a whole state machine."""
        return STATE_NAMES[self.path]


def endpoint_path(partition: str, predict: Step, branch: EndpointBranch) -> dict[str, State]:
    """The map, and its end when it fails."""
    name = branch.name
    return {
        name: {**_map(partition, predict, branch), "Catch": [catch(f"Explain{name}")], "Next": "Collect"},
        f"Explain{name}": _explain(partition, name),
        f"{name}Failed": failed(name),
    }


def _map(partition: str, predict: Step, branch: EndpointBranch) -> State:
    """A Distributed Map over the parts; nothing of what its items return is kept, and no failed item is tolerated."""
    return {
        "Type": "Map",
        "ItemReader": {
            "Resource": f"arn:{partition}:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"},
            "Parameters": {"Bucket.$": "$.parts.bucket", "Key.$": "$.parts.key"},
        },
        "ItemSelector": {
            "run_id.$": "$.run_id",
            "path": branch.path.value,
            "part.$": "$$.Map.Item.Value.part",
            "failures": _failures("$.parts.bucket"),
        },
        "MaxConcurrency": branch.parallel_parts,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            **_item(partition, predict, branch),
        },
        "ResultPath": None,
        "Retry": [
            {"ErrorEquals": [READER_FAILED], "IntervalSeconds": 1, "BackoffRate": 2.0, "MaxAttempts": READER_ATTEMPTS}
        ],
    }


def _item(partition: str, predict: Step, branch: EndpointBranch) -> State:
    """States of one part: one call, and for a path that sleeps the wait for it."""
    call, tell, end = f"Predict{branch.name}", f"Tell{branch.name}Part", f"{branch.name}Part"
    task: State = {
        **invoke(partition, predict, {"Payload.$": "$"}),
        "ResultPath": None,
        "OutputPath": None,
        "Catch": [catch(tell)],
        "End": True,
    }
    states = {call: task, tell: _tell(partition, f"{end}Failed"), f"{end}Failed": failed(end)}
    if branch.wake is not None:
        task["Retry"] = [_wait(branch.wake), *task["Retry"]]
        task["Catch"] = [catch("LeftToBatch", NO_CAPACITY), *task["Catch"]]
        # Collect sees that the part has no results, and hands its files to batch with the reason.
        states["LeftToBatch"] = {"Type": "Pass", "OutputPath": None, "End": True}
    return {"StartAt": call, "States": states}


def _wait(wake: Wake) -> State:
    return {
        "ErrorEquals": [NO_CAPACITY],
        "IntervalSeconds": wake.seconds,
        "BackoffRate": 1.0,
        "MaxAttempts": wake.attempts,
    }


def _failures(bucket: str) -> State:
    """Where the parts of this execution write an error; a later execution of the same run has a place of its own."""
    key = "States.Format('runs/{}/failures/{}.json', $.run_id, $$.Execution.Name)"
    return {"Bucket.$": bucket, "Key.$": key}


def _tell(partition: str, end: str) -> State:
    """Writes a part's error; the last one that is written stays."""
    return {
        "Type": "Task",
        "Resource": f"arn:{partition}:states:::aws-sdk:s3:putObject",
        "Parameters": {"Bucket.$": "$.failures.Bucket", "Key.$": "$.failures.Key", "Body.$": FAILURE},
        "TimeoutSeconds": STORE_TIMEOUT_SECONDS,
        "ResultPath": None,
        "Catch": [catch(end, place="$.untold")],
        "Next": end,
    }


def _explain(partition: str, name: str) -> State:
    """Puts a part's error in the place of the map's; the map's stays when no part has told one."""
    return {
        "Type": "Task",
        "Resource": f"arn:{partition}:states:::aws-sdk:s3:getObject",
        "Parameters": _failures("$.parts.bucket"),
        "TimeoutSeconds": STORE_TIMEOUT_SECONDS,
        "ResultSelector": {FAILURE.removeprefix("$.") + ".$": "States.StringToJson($.Body)"},
        "Catch": [catch(f"{name}Failed", place="$.untold")],
        "Next": f"{name}Failed",
    }
