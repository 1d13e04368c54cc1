"""Where events end that could not be delivered or handled, and the alarm that says so."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.alarms import AlarmRule, alarm
from components.base import PlatformComponent
from components.foundation.account import Account
from components.iam import Statement, document

RETENTION_SECONDS = 14 * 24 * 3600
"""The longest that SQS keeps a message:
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"""


@dataclass(frozen=True, kw_only=True)
class DeadLetterQueueArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        key_arn: Customer key.
        alarm_topic_arn: Where the alarm goes.
        what: What ends here, for the alarm's text.
    """

    account: Account
    key_arn: pulumi.Input[str]
    alarm_topic_arn: pulumi.Input[str]
    what: str


class DeadLetterQueue(PlatformComponent):
    """One queue; EventBridge rules of this account may write to it, roles do so by their own policies."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: DeadLetterQueueArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"what": args.what}, opts)
        queue = aws.sqs.Queue(
            name,
            kms_master_key_id=args.key_arn,
            message_retention_seconds=RETENTION_SECONDS,
            opts=self.child(),
        )
        aws.sqs.QueuePolicy(
            self.child_name("policy"),
            queue_url=queue.url,
            policy=document(
                Statement(
                    sid="EventsOfThisAccount",
                    actions=("sqs:SendMessage",),
                    resources=(queue.arn,),
                    principals={"Service": "events.amazonaws.com"},
                    conditions={"StringEquals": {"aws:SourceAccount": args.account.account_id}},
                ),
                Statement(
                    sid="DenyWithoutTls",
                    actions=("sqs:*",),
                    resources=(queue.arn,),
                    principals="*",
                    conditions={"Bool": {"aws:SecureTransport": "false"}},
                    deny=True,
                ),
            ),
            opts=self.child(),
        )
        rule = AlarmRule(
            description=f"Undelivered {args.what} wait in the queue; look at a message, mend the cause, send it again.",
            namespace="AWS/SQS",
            metric="ApproximateNumberOfMessagesVisible",
            dimensions={"QueueName": queue.name},
            statistic="Maximum",
        )
        alarm(self.child_name("waiting"), rule, [args.alarm_topic_arn], self.child())
        self.arn = queue.arn
        self.finish()
