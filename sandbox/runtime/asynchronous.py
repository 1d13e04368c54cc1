"""Events without a waiting caller: retried, then sent to the dead letter queue or the failure destination.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: two more attempts, one and two
minutes later. The sandbox multiplies these waits with `SandboxOptions.time_scale`.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.runtime.runner import Answer, Runner
from sandbox.runtime.spec import FunctionSpec

_RETRY_WAITS_S: Final = (60.0, 120.0)
_MAX_AGE_S: Final = 6 * 3600.0
_THROTTLED_WAIT_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class AsyncPolicy:
    """How a function treats events that fail.

    Attributes:
        retries: Further attempts, 0 to 2.
        max_age_s: An event older than this is not tried again, 60 to 21,600.
        on_failure: ARN of the failure destination, or None.
        on_success: ARN of the success destination, or None.
        dead_letter: ARN of the dead letter queue or topic, or None.
    """

    retries: int = 2
    max_age_s: float = _MAX_AGE_S
    on_failure: str | None = None
    on_success: str | None = None
    dead_letter: str | None = None


@dataclass(frozen=True, slots=True)
class AsyncEvent:
    """An accepted event."""

    spec: FunctionSpec
    payload: bytes
    arn: str
    request_id: str
    policy: AsyncPolicy


class AsyncRunner:
    """Runs events in the background, a thread each.

    Args:
        context: Clients for destinations, and `time_scale`.
        runner: Runs the events.
    """

    def __init__(self, context: SandboxContext, runner: Runner) -> None:
        self._context = context
        self._runner = runner
        self._closing = threading.Event()

    def accept(self, event: AsyncEvent) -> None:
        """Takes an event; returns at once."""
        threading.Thread(target=self._run, args=(event,), name="lambda-async", daemon=True).start()

    def close(self) -> None:
        """Gives up on events that wait for another attempt."""
        self._closing.set()

    def _run(self, event: AsyncEvent) -> None:
        started = time.monotonic()
        scale = self._context.options.time_scale
        attempts = 0
        while self._context.borders.await_region(event.spec.region, self._closing) and not self._closing.is_set():
            try:
                answer = self._runner.run(event.spec, event.payload, arn=event.arn, request_id=event.request_id)
            except AwsError as error:
                if (
                    error.code != "TooManyRequestsException"
                    or time.monotonic() - started > event.policy.max_age_s * scale
                ):
                    self._give_up(event, None, attempts, str(error))
                    return
                self._closing.wait(_THROTTLED_WAIT_S * scale)
                continue
            attempts += 1
            if not answer.error:
                self._send(event, event.policy.on_success, _record(event, answer, "Success", attempts))
                return
            if attempts > event.policy.retries:
                self._give_up(event, answer, attempts, answer.payload.decode("utf-8", "replace"))
                return
            self._closing.wait(_RETRY_WAITS_S[attempts - 1] * scale)

    def _give_up(self, event: AsyncEvent, answer: Answer | None, attempts: int, message: str) -> None:
        self._context.log.warning("%s gave up after %d attempts: %s", event.spec.name, attempts, message)
        condition = "RetriesExhausted" if answer is not None else "EventAgeExceeded"
        self._send(event, event.policy.on_failure, _record(event, answer, condition, attempts))
        if event.policy.dead_letter:
            self._dead_letter(event, event.policy.dead_letter, message)

    def _dead_letter(self, event: AsyncEvent, target: str, message: str) -> None:
        attributes = {
            "RequestID": {"DataType": "String", "StringValue": event.request_id},
            "ErrorCode": {"DataType": "Number", "StringValue": "200"},
            "ErrorMessage": {"DataType": "String", "StringValue": message[:1024] or "none"},
        }
        self._deliver(event.spec, target, event.payload.decode(), attributes)

    def _send(self, event: AsyncEvent, target: str | None, record: Mapping[str, Any]) -> None:
        if target:
            self._deliver(event.spec, target, json.dumps(record), {})

    def _deliver(self, spec: FunctionSpec, target: str, body: str, attributes: Mapping[str, Any]) -> None:
        """Sends as the function's role, which needs the permission, as on AWS; waits for its region to stand."""
        while self._context.borders.await_region(spec.region, self._closing):
            try:
                self._send_once(spec, target, body, attributes)
            except BotoCoreError as error:
                self._context.log.warning("%s: %s cannot be reached: %s", spec.name, target, error)
                if not self._closing.wait(_THROTTLED_WAIT_S * self._context.options.time_scale):
                    continue
            return

    def _send_once(self, spec: FunctionSpec, target: str, body: str, attributes: Mapping[str, Any]) -> None:
        service = target.split(":")[2]
        client = self._context.client(service, target.split(":")[3], spec.role_arn)
        try:
            if service == "sqs":
                finder = self._context.client("sqs", target.split(":")[3])
                url = finder.get_queue_url(QueueName=target.rsplit(":", 1)[-1])["QueueUrl"]
                client.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=attributes)
            elif service == "sns":
                client.publish(TopicArn=target, Message=body, MessageAttributes=attributes)
            elif service == "lambda":
                client.invoke(FunctionName=target, InvocationType="Event", Payload=body.encode())
            elif service == "events":
                entry = {"Source": "lambda", "DetailType": "Lambda Function Invocation Result", "Detail": body}
                client.put_events(Entries=[{**entry, "EventBusName": target}])
            else:
                self._context.log.error("%s: %s is no destination of asynchronous events", spec.name, target)
        except ClientError:
            self._context.log.exception("%s: its event could not be sent to %s", spec.name, target)


def _record(event: AsyncEvent, answer: Answer | None, condition: str, attempts: int) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html."""
    record: dict[str, Any] = {
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requestContext": {
            "requestId": event.request_id,
            "functionArn": event.arn,
            "condition": condition,
            "approximateInvokeCount": attempts,
        },
        "requestPayload": json.loads(event.payload or b"null"),
    }
    if answer is not None:
        record["responseContext"] = {"statusCode": 200, "executedVersion": answer.version}
        if answer.error:
            record["responseContext"]["functionError"] = "Unhandled"
        record["responsePayload"] = json.loads(answer.payload or b"null")
    return record
