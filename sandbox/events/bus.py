"""From an event on a bus to the targets of the rules that match it."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.events.targets import Delivery, Targets
from sandbox.events.transform import target_input
from sandbox.faults import FaultBook
from sandbox.iam import Guard, Principal
from sandbox.permissions import Permission
from sandbox.policy import Verdict
from sandbox.request import ACCOUNT_ID

# Errors that AWS does not retry: the target will not come to accept it by itself.
_FINAL: Final = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "ResourceNotFoundException",
        "StateMachineDoesNotExist",
        "NotFound",
        "AWS.SimpleQueueService.NonExistentQueue",
        "UnsupportedTarget",
        "InvalidExecutionInput",
    }
)
_DEFAULT_RETRIES: Final = 185
_MAX_WAIT_S: Final = 900.0
_WORKERS: Final = 16


class BorderClosedError(Exception):
    """The target's region, or the rule's own, cannot be reached now: not a failed delivery, but one that waits."""


class EventBus:
    """Takes events of services and of PutEvents to the targets of matching rules, in the background.

    Args:
        context: Clients, options, metrics.
        guard: Checks roles that forward to other buses.
        faults: May drop events.
        targets: Delivers.
    """

    def __init__(self, context: SandboxContext, guard: Guard, faults: FaultBook, targets: Targets) -> None:
        self._context = context
        self._guard = guard
        self._faults = faults
        self._targets = targets
        # For each region its own: deliveries of a slow one keep nobody else's waiting.
        self._workers: dict[str, ThreadPoolExecutor] = {}
        self._hiring = threading.Lock()
        self._closing = threading.Event()
        self._held: list[tuple[Any, Mapping[str, Any], Mapping[str, Any]]] = []
        context.borders.watch(self._release)

    def emit(
        self, region: str, source: str, detail_type: str, detail: Mapping[str, Any], resources: Sequence[str]
    ) -> None:
        """Puts an event on the default bus of a region."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        event = {
            "version": "0",
            "id": str(uuid4()),
            "detail-type": detail_type,
            "source": source,
            "account": ACCOUNT_ID,
            "time": now,
            "region": region,
            "resources": list(resources),
            "detail": dict(detail),
        }
        self._publish(region, "default", event)

    def offer(self, rule: Any, event: Mapping[str, Any]) -> None:
        """Serves the targets of one of moto's rules, if it is on and its pattern matches."""
        pattern = rule.event_pattern
        if rule.state != "ENABLED" or not pattern.get_pattern() or not pattern.matches_event(event):
            return
        clean = {key: value for key, value in event.items() if key != "ingestion-time"}
        if not isinstance(clean.get("time"), str):
            clean["time"] = datetime.fromtimestamp(float(clean["time"]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.fire(rule, clean)

    def fire(self, rule: Any, event: Mapping[str, Any]) -> None:
        """Serves every target of a rule with an event."""
        self._context.put_metric(rule.region_name, "AWS/Events", "TriggeredRules", 1, "Count", {"RuleName": rule.name})
        for target in list(rule.targets):
            if self._faults.drops_event(rule.region_name, json.dumps(event)):
                self._context.log.info("rule %s: event %s dropped by a fault", rule.name, event["id"])
                continue
            self._submit(rule, dict(target), event)

    def close(self) -> None:
        """Gives up on deliveries that wait for another attempt."""
        self._closing.set()
        for workers in list(self._workers.values()):
            workers.shutdown(wait=False, cancel_futures=True)

    def _publish(self, region: str, bus: str, event: Mapping[str, Any]) -> None:
        from moto.events.models import events_backends

        found = events_backends[ACCOUNT_ID][region].event_buses.get(bus)
        if found is None:
            raise AwsError("ResourceNotFoundException", f"Event bus {bus} does not exist in {region}.")
        for rule in list(found.rules.values()):
            self.offer(rule, event)

    def _submit(self, rule: Any, target: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        with self._hiring:
            if rule.region_name not in self._workers:
                self._workers[rule.region_name] = ThreadPoolExecutor(_WORKERS, f"events-{rule.region_name}")
            workers = self._workers[rule.region_name]
        workers.submit(self._serve, rule, target, event)

    def _serve(self, rule: Any, target: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        text = target_input(event, target, rule.arn, rule.name)
        delivery = Delivery(target, text, rule.arn, rule.region_name, target.get("RoleArn"))
        try:
            error = self.attempt(delivery, lambda: self._hand_over(delivery, event))
        except BorderClosedError:
            self._held.append((rule, target, event))
            if self._passes(delivery):  # it has opened meanwhile
                self._release()
            return
        name = "Invocations" if error is None else "FailedInvocations"
        self._context.put_metric(rule.region_name, "AWS/Events", name, 1, "Count", {"RuleName": rule.name})

    def _passes(self, delivery: Delivery) -> bool:
        parts = delivery.arn.split(":")
        return self._context.borders.reaches(delivery.region, parts[3] or delivery.region)

    def _release(self) -> None:
        """Starts the deliveries anew that waited; those that still cannot pass wait again."""
        held, self._held = self._held, []
        for one in held:
            if not self._closing.is_set():
                self._submit(*one)

    def _hand_over(self, delivery: Delivery, event: Mapping[str, Any]) -> None:
        if delivery.service == "events":
            self._forward(delivery, event)
        else:
            self._targets.deliver(delivery)

    def _forward(self, delivery: Delivery, event: Mapping[str, Any]) -> None:
        """To another bus, of this or another region; the event keeps its id and its region."""
        region, bus = delivery.arn.split(":")[3], delivery.arn.rsplit("/", 1)[-1]
        if delivery.role_arn is not None:
            name = delivery.role_arn.rsplit("/", 1)[-1]
            caller = Principal(f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{name}/events", "role", name)
            verdict = self._guard.verdict(caller, Permission("events:PutEvents", delivery.arn), region)
            if verdict is not Verdict.ALLOW:
                raise AwsError("AccessDeniedException", f"{delivery.role_arn} may not put events on {delivery.arn}")
        elif region != delivery.region:
            raise AwsError("AccessDeniedException", f"{delivery.arn} is in another region: its target needs a RoleArn")
        self._publish(region, bus, event)

    def attempt(self, delivery: Delivery, action: Any) -> Exception | None:
        """Tries until it works, is final or is used up; then the dead letter queue. The error, or None.

        Raises:
            BorderClosedError: It cannot be tried now.
        """
        policy = delivery.target.get("RetryPolicy") or {}
        attempts = int(policy.get("MaximumRetryAttempts", _DEFAULT_RETRIES)) + 1
        age = float(policy.get("MaximumEventAgeInSeconds", 86400)) * self._context.options.time_scale
        waited, error = 0.0, None
        for number in range(attempts):
            if not self._passes(delivery):
                raise BorderClosedError
            try:
                action()
            except (AwsError, ClientError, BotoCoreError) as failure:
                error = failure
            else:
                return None
            wait = min(2.0**number, _MAX_WAIT_S) * self._context.options.time_scale
            waited += wait
            if _code(error) in _FINAL or waited > age or self._closing.wait(wait):
                break
        self._context.log.warning("%s: not delivered to %s: %s", delivery.source_arn, delivery.arn, error)
        self._bury(delivery, error)
        return error

    def _bury(self, delivery: Delivery, error: Exception | None) -> None:
        queue = (delivery.target.get("DeadLetterConfig") or {}).get("Arn")
        if not queue:
            return
        values = {
            "RULE_ARN": delivery.source_arn,
            "TARGET_ARN": delivery.arn,
            "ERROR_CODE": _code(error),
            "ERROR_MESSAGE": str(error)[:1024],
        }
        attributes = {name: {"DataType": "String", "StringValue": value} for name, value in values.items()}
        client = self._context.client("sqs", queue.split(":")[3])
        try:
            url = client.get_queue_url(QueueName=queue.rsplit(":", 1)[-1])["QueueUrl"]
            client.send_message(QueueUrl=url, MessageBody=delivery.text, MessageAttributes=attributes)
        except ClientError:
            self._context.log.exception("%s: its dead letter could not be sent to %s", delivery.source_arn, queue)


def _code(error: Exception | None) -> str:
    if isinstance(error, AwsError):
        return error.code
    if isinstance(error, ClientError):
        return str(error.response["Error"]["Code"])
    return type(error).__name__
