"""Queues, topics, buses and rules."""

from __future__ import annotations

from typing import Final

from components.delivery.permissions.grants import Table, needs, on
from components.delivery.permissions.identity import KEY_USE

_QUEUE: Final = on("queue", "sqs", read="GetQueueAttributes GetQueueUrl ListQueueTags", write="SetQueueAttributes")
_TOPIC: Final = on(
    "topic", "sns", read="GetTopicAttributes GetDataProtectionPolicy ListTagsForResource", write="SetTopicAttributes"
)

TABLE: Final[Table] = {
    "aws:sqs/queue:Queue": needs(_QUEUE, on("queue", "sqs", write="CreateQueue DeleteQueue TagQueue UntagQueue")),
    "aws:sqs/queuePolicy:QueuePolicy": needs(_QUEUE),
    "aws:sns/topic:Topic": needs(_TOPIC, on("topic", "sns", write="CreateTopic DeleteTopic TagResource UntagResource")),
    "aws:sns/topicPolicy:TopicPolicy": needs(_TOPIC),
    "aws:sns/topicSubscription:TopicSubscription": needs(
        on("topic", "sns", read="GetSubscriptionAttributes", write="SetSubscriptionAttributes Subscribe Unsubscribe"),
    ),
    "aws:cloudwatch/eventBus:EventBus": needs(
        on(
            "bus",
            "events",
            read="DescribeEventBus ListTagsForResource",
            write="CreateEventBus DeleteEventBus TagResource UntagResource UpdateEventBus",
        ),
        *KEY_USE,
    ),
    "aws:cloudwatch/eventRule:EventRule": needs(
        on(
            "rule",
            "events",
            read="DescribeRule ListTagsForResource",
            write="DeleteRule DisableRule EnableRule PutRule TagResource UntagResource",
        ),
    ),
    "aws:cloudwatch/eventTarget:EventTarget": needs(
        on("rule", "events", read="ListTargetsByRule", write="PutTargets RemoveTargets"), passes=("events",)
    ),
}
