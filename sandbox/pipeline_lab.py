"""A stack with nothing but the training pipeline, and hands on it: small data, starts, ends, and who was told of what.

For tests and benchmarks of the pipeline itself; the demonstration has the whole platform.
"""

from __future__ import annotations

import csv
import io
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sandbox.lifecycle import REGION
from sandbox.project_copy import project_copy

STACK: Final = "sandbox"
MODEL: Final = "flowers"
KINDS: Final[Mapping[str, float]] = {"rose": -5.0, "tulip": 0.0, "iris": 5.0}
"""Three clouds of points that any classifier tells apart."""

REGISTRY: Final = "123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-platform"
POLL_S: Final = 0.2
QUEUE: Final = "pipeline-notices"
_STACK_FILE: Final = f"""config:
  aws:region: {REGION}
  inference-platform:environment: sandbox
  inference-platform:owner: ml-platform
  inference-platform:cost_center: sandbox
  inference-platform:foundation:
    functions:
      architecture: local
    log_retention_days: 1
    run_retention_days: 1
    protect_data: false
  inference-platform:training:
    enabled: true
    model: {MODEL}
    on_new_data: true
    approval: APPROVAL
    signing: true
    plan:
      target: kind
      columns:
        - {{name: "size_*", type: number, min: -50, max: 50}}
        - {{name: kind, type: text, allowed: [{", ".join(KINDS)}]}}
      quality: {{min_rows: 60}}
      gate: {{metrics: {{accuracy: 0.9, f1: 0.9}}}}
    job:
      image_uri: {REGISTRY}/training:1.0
      hyperparameters: {{algorithm: logistic_regression}}
      max_runtime_minutes: 5
    deployment:
      image_uri: {REGISTRY}/onnx:1.0
      watch_seconds: 3
      endpoint:
        kind: serverless
        rollout: {{kind: all-at-once, step_minutes: 0.0, keep_minutes: 0.0, timeout_minutes: 20.0}}
      http_rollout: {{timeout_minutes: 20.0}}
"""


def lab_project(folder: Path, approval: str) -> Path:
    """A copy of the project with a stack file that has the pipeline alone.

    Args:
        folder: Made anew.
        approval: ``automatic`` or ``manual``.
    """
    project = project_copy(folder)
    text = _STACK_FILE.replace("APPROVAL", approval)
    (project / f"Pulumi.{STACK}.yaml").write_text(text, encoding="utf-8")
    return project


def table(seed: int, rows: int = 150, noise: float = 0.3, wrong: float = 0.0) -> bytes:
    """A CSV file.

    Args:
        seed: Another one, another file of the same kind.
        rows: How many.
        noise: How far the points of a kind lie apart.
        wrong: Share of the rows whose kind is another one than their points say: a model cannot learn them.
    """
    dice = random.Random(seed)  # noqa: S311 - data, not a secret
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["size_a", "size_b", "kind"])
    for _ in range(rows):
        kind = dice.choice(list(KINDS))
        centre = KINDS[kind]
        said = dice.choice(list(KINDS)) if dice.random() < wrong else kind
        writer.writerow([round(dice.gauss(centre, noise), 4), round(dice.gauss(-centre, noise), 4), said])
    return out.getvalue().encode()


@dataclass(frozen=True)
class Ended:
    """An execution that has ended.

    Attributes:
        arn: Its ARN.
        status: Step Functions' status.
        error, cause: Why it failed; empty when it did not.
        states: The states that it entered, in order.
        output: Its output; empty when it failed.
    """

    arn: str
    status: str
    error: str
    cause: str
    states: tuple[str, ...]
    output: Mapping[str, Any]

    @property
    def end(self) -> str:
        """How it ended: the state of a success, the error of a failure, the status of one that was cut off."""
        if self.status == "SUCCEEDED":
            return self.states[-1]
        return self.error if self.status == "FAILED" else self.status


class Lab:
    """The deployed pipeline.

    Args:
        outputs: The stack's outputs.
        client: Makes a boto3 client for a service of the sandbox.
    """

    def __init__(self, outputs: Mapping[str, Any], client: Callable[[str], Any]) -> None:
        self.outputs, self.client = outputs, client
        self.machine: str = outputs["trainingStateMachineArn"]
        self.bucket: str = outputs["runBucket"]
        self.states, self.s3 = client("stepfunctions"), client("s3")
        self._sqs = client("sqs")
        self._queue: str = self._sqs.create_queue(QueueName=QUEUE)["QueueUrl"]
        arn = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])["Attributes"]
        client("sns").subscribe(TopicArn=outputs["alarmTopicArn"], Protocol="sqs", Endpoint=arn["QueueArn"])
        self._heard: list[tuple[str, str]] = []

    def put(self, key: str, body: bytes) -> str:
        """Writes a file into the run bucket; below the data prefix it starts an execution. Returns its key."""
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)
        return key

    def start(self, name: str, given: Mapping[str, Any]) -> str:
        """Starts an execution; its ARN."""
        answer = self.states.start_execution(stateMachineArn=self.machine, name=name, input=json.dumps(given))
        return str(answer["executionArn"])

    def source(self, key: str) -> dict[str, Any]:
        """The input that trains on a file."""
        return {"source": {"bucket": self.bucket, "key": key}}

    def executions(self) -> list[str]:
        """ARNs of all executions, the newest first."""
        pages = self.states.get_paginator("list_executions").paginate(stateMachineArn=self.machine)
        return [one["executionArn"] for page in pages for one in page["executions"]]

    def ended(self, arn: str) -> Ended | None:
        """What became of an execution; ``None`` while it runs."""
        found = self.states.describe_execution(executionArn=arn)
        if found["status"] == "RUNNING":
            return None
        return Ended(
            arn,
            found["status"],
            found.get("error") or "",
            found.get("cause") or "",
            self.entered(arn),
            json.loads(found.get("output") or "{}"),
        )

    def entered(self, arn: str) -> tuple[str, ...]:
        """States that an execution has entered so far, in order."""
        pages = self.states.get_paginator("get_execution_history").paginate(executionArn=arn)
        events = [event for page in pages for event in page["events"]]
        return tuple(
            event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event
        )

    def wait(self, arn: str, limit_s: float = 300.0) -> Ended:
        """Waits for the end of an execution.

        Raises:
            TimeoutError: It did not come.
        """
        deadline = time.monotonic() + limit_s
        while (found := self.ended(arn)) is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{arn} did not end in {limit_s:.0f} s")
            time.sleep(POLL_S)
        return found

    def run(self, name: str, given: Mapping[str, Any]) -> Ended:
        """Starts an execution and waits for its end."""
        return self.wait(self.start(name, given))

    def notices(self, execution: str) -> list[str]:
        """Subjects of what was told about an execution; alarms are not about one."""
        self._heard += self._received()
        return [subject for subject, text in self._heard if f"execution {execution}." in text]

    def _received(self) -> Iterator[tuple[str, str]]:
        while messages := self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
                body = json.loads(message["Body"])
                yield str(body.get("Subject")), str(body.get("Message"))
