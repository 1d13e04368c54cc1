"""SQS queues and their policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, PutResource, Resource, Table
from sandbox.provider.resources._attributes import from_attributes, to_attributes
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props

_QUEUE: Final[Mapping[str, str]] = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "delaySeconds": "DelaySeconds",
    "fifoQueue": "FifoQueue",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
# SetQueueAttributes limits, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
_RANGES: Final = {
    "delaySeconds": (0, 900),
    "kmsDataKeyReusePeriodSeconds": (60, 86_400),
    "maxMessageSize": (1024, 1_048_576),
    "messageRetentionSeconds": (60, 1_209_600),
    "receiveWaitTimeSeconds": (0, 20),
    "visibilityTimeoutSeconds": (0, 43_200),
}


class Queue(Resource):
    """A queue; its id is its URL."""

    type_name = "aws:sqs/queue:Queue"
    service = "sqs"
    operation = "CreateQueue"
    table = Table(
        rename={"name": "QueueName"},
        local=frozenset({"namePrefix", *_QUEUE}),
        unread=frozenset({"sqsManagedSseEnabled", "deduplicationScope", "fifoThroughputLimit"}),
        replaces=frozenset({"name", "namePrefix", "fifoQueue"}),
        defaults={
            "delaySeconds": 0,
            "messageRetentionSeconds": 345_600,
            "receiveWaitTimeSeconds": 0,
            "visibilityTimeoutSeconds": 30,
        },
        meaning=Meaning(
            json_text=frozenset({"policy", "redrivePolicy", "redriveAllowPolicy"}),
            computed=frozenset(
                {
                    "deduplicationScope",
                    "fifoThroughputLimit",
                    "kmsDataKeyReusePeriodSeconds",
                    "maxMessageSize",
                    "policy",
                    "sqsManagedSseEnabled",
                }
            ),
        ),
        outputs=("arn", "url"),
        name=AutoName(longest=80),
    )
    tag_api = ServiceTags(
        service="sqs",
        add="tag_queue",
        remove="untag_queue",
        read_by="list_queue_tags",
        target="QueueUrl",
        of="id",
        mapped=True,
        create_parameter="tags",
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        for name, (least, most) in _RANGES.items():
            value = inputs.get(name)
            if isinstance(value, int | float) and not least <= value <= most:
                yield Failure(name, f"is {value}; accepted: {least} to {most}")

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        given = {name: value for name, value in inputs.items() if value is not False or name != "fifoQueue"}
        return {**super().request(session, inputs), "Attributes": to_attributes(given, _QUEUE)}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        recently = {"AWS.SimpleQueueService.QueueDeletedRecently": "", "QueueDeletedRecently": ""}
        return str(aws.retry(lambda: aws.call("sqs", "create_queue", **request), on=recently)["QueueUrl"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("sqs", "get_queue_attributes", QueueUrl=resource_id, AttributeNames=["All"])
        if found is None:
            return None
        attributes: dict[str, Any] = found["Attributes"]
        name = resource_id.rsplit("/", 1)[-1]
        props = from_attributes(attributes, _QUEUE)
        return {"fifoQueue": False, **props, "arn": attributes["QueueArn"], "url": resource_id, "name": name}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """A setting that the program no longer makes is emptied."""
        wanted = {name: change.new.get(name, "") for name in change.names if name in _QUEUE}
        attributes = to_attributes(wanted, _QUEUE)
        if attributes:
            aws.call("sqs", "set_queue_attributes", QueueUrl=resource_id, Attributes=attributes)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("sqs", "delete_queue", QueueUrl=resource_id)


class QueuePolicy(PutResource):
    """The policy of a queue; its id is the queue's URL."""

    type_name = "aws:sqs/queuePolicy:QueuePolicy"
    service = "sqs"
    operation = "SetQueueAttributes"
    table = Table(
        local=frozenset({"policy"}),
        replaces=frozenset({"queueUrl"}),
        meaning=Meaning(json_text=frozenset({"policy"})),
        outputs=(),
    )

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        return {**self.mapped(session, inputs), "Attributes": {"Policy": inputs["policy"]}}

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return str(inputs["queueUrl"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("sqs", "get_queue_attributes", QueueUrl=resource_id, AttributeNames=["Policy"])
        policy = found.get("Attributes", {}).get("Policy") if found else None
        return {"queueUrl": resource_id, "policy": policy} if policy else None

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("sqs", "set_queue_attributes", QueueUrl=resource_id, Attributes={"Policy": ""})


RESOURCES = (Queue, QueuePolicy)
