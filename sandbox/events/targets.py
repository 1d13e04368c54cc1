"""Hands an event to one target, with the permissions that AWS would ask for."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import botocore

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.iam import Guard
from sandbox.request import ACCOUNT_ID

_EVENTS: Final = "events.amazonaws.com"


class AsyncInvoker(Protocol):
    """Accepts an event for a function."""

    def invoke_async(self, region: str, name_or_arn: str, payload: bytes, qualifier: str | None = None) -> str:
        """Returns the request id."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one target.

    Attributes:
        target: The target as PutTargets or CreateSchedule took it.
        text: What it is given.
        source_arn: The rule or schedule it comes from.
        region: Where the rule is.
        role_arn: Role to act as; None acts as the service, which the target's resource policy must allow.
    """

    target: Mapping[str, Any]
    text: str
    source_arn: str
    region: str
    role_arn: str | None

    @property
    def arn(self) -> str:
        """ARN of the target."""
        return str(self.target["Arn"])

    @property
    def service(self) -> str:
        """Service of the target's ARN."""
        return self.arn.split(":")[2]


class Targets:
    """Delivers; safe to use from many threads.

    Args:
        context: Clients.
        guard: Checks resource policies.
        functions: Runs functions.
    """

    def __init__(self, context: SandboxContext, guard: Guard, functions: AsyncInvoker) -> None:
        self._context = context
        self._guard = guard
        self._functions = functions

    def deliver(self, delivery: Delivery) -> None:
        """Hands the event over.

        Raises:
            AwsError: It is not permitted, or the target is of a kind that the sandbox does not serve.
            ClientError: The target's service refused it.
        """
        handler = {
            "lambda": self._lambda,
            "states": self._states,
            "sqs": self._sqs,
            "sns": self._sns,
            "logs": self._logs,
            "scheduler": self._universal,
        }.get(delivery.service)
        if handler is None:
            raise AwsError("UnsupportedTarget", f"{delivery.arn}: the sandbox delivers no events to {delivery.service}")
        handler(delivery)

    def _client(self, delivery: Delivery, service: str) -> Any:
        return self._context.client(service, delivery.arn.split(":")[3] or delivery.region, delivery.role_arn)

    def _lambda(self, delivery: Delivery) -> None:
        if delivery.role_arn is not None:
            client = self._client(delivery, "lambda")
            client.invoke(FunctionName=delivery.arn, InvocationType="Event", Payload=delivery.text.encode())
            return
        self._require(delivery, function_policy(delivery.arn), "lambda:InvokeFunction")
        self._functions.invoke_async(delivery.arn.split(":")[3], delivery.arn, delivery.text.encode())

    def _states(self, delivery: Delivery) -> None:
        if delivery.role_arn is None:
            raise AwsError("AccessDeniedException", f"{delivery.arn} needs a RoleArn on its target")
        self._client(delivery, "stepfunctions").start_execution(stateMachineArn=delivery.arn, input=delivery.text)

    def _sqs(self, delivery: Delivery) -> None:
        if delivery.role_arn is None:
            self._require(delivery, queue_policy(delivery.arn), "sqs:SendMessage")
        client = self._client(delivery, "sqs")
        arguments: dict[str, Any] = {"MessageBody": delivery.text}
        group = (delivery.target.get("SqsParameters") or {}).get("MessageGroupId")
        if group:
            arguments["MessageGroupId"] = group
        url = self._context.client("sqs", delivery.arn.split(":")[3]).get_queue_url(
            QueueName=delivery.arn.rsplit(":", 1)[-1]
        )
        client.send_message(QueueUrl=url["QueueUrl"], **arguments)

    def _sns(self, delivery: Delivery) -> None:
        if delivery.role_arn is None:
            self._require(delivery, topic_policy(delivery.arn), "sns:Publish")
        self._client(delivery, "sns").publish(TopicArn=delivery.arn, Message=delivery.text)

    def _logs(self, delivery: Delivery) -> None:
        from moto.logs.models import logs_backends

        group = delivery.arn.split(":log-group:")[1].removesuffix(":*")
        backend = logs_backends[ACCOUNT_ID][delivery.arn.split(":")[3]]
        if group not in backend.groups:
            raise AwsError("ResourceNotFoundException", f"log group {group} does not exist")
        stream = delivery.source_arn.rsplit("/", 1)[-1]
        backend.ensure_log_stream(group, stream)
        backend.put_log_events(group, stream, [{"timestamp": int(time.time() * 1000), "message": delivery.text}])

    def _universal(self, delivery: Delivery) -> None:
        """`arn:aws:scheduler:::aws-sdk:service:operation`: the input is the API call's parameters."""
        service, operation = delivery.arn.split(":aws-sdk:")[1].split(":")
        client = self._context.client(
            {"sfn": "stepfunctions"}.get(service, service), delivery.region, delivery.role_arn
        )
        getattr(client, botocore.xform_name(operation))(**json.loads(delivery.text or "{}"))

    def _require(self, delivery: Delivery, policy: str | None, action: str) -> None:
        if not self._guard.service_allowed(policy, action, delivery.arn, _EVENTS, delivery.source_arn):
            message = f"{_EVENTS} is not authorized to perform {action} on {delivery.arn} for {delivery.source_arn}"
            raise AwsError("AccessDeniedException", f"{message}: its resource policy does not allow it", 403)


def function_policy(arn: str) -> str | None:
    """Every statement of a function's resource policies, those of its versions and aliases included."""
    from moto.awslambda.models import lambda_backends

    parts = arn.split(":")
    storage: Any = lambda_backends[ACCOUNT_ID][parts[3]]._lambdas
    record = storage._functions.get(parts[6])
    if record is None:
        raise AwsError("ResourceNotFoundException", f"Function not found: {arn}", 404)
    versions = [record["latest"], *record["versions"]]
    found = [statement for version in versions for statement in version.policy.statements]
    return json.dumps({"Statement": found}) if found else None


def queue_policy(arn: str) -> str | None:
    """The policy of a queue."""
    from moto.sqs.models import sqs_backends

    queue: Any = sqs_backends[ACCOUNT_ID][arn.split(":")[3]].queues.get(arn.rsplit(":", 1)[-1])
    if queue is None:
        raise AwsError("AWS.SimpleQueueService.NonExistentQueue", f"{arn} does not exist")
    policy = queue.policy
    return json.dumps(policy) if isinstance(policy, dict) else policy or None


def topic_policy(arn: str) -> str | None:
    """The policy of a topic."""
    from moto.sns.models import sns_backends

    topic: Any = sns_backends[ACCOUNT_ID][arn.split(":")[3]].topics.get(arn)
    if topic is None:
        raise AwsError("NotFound", f"{arn} does not exist", 404)
    return str(topic.policy)
