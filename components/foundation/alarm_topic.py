"""Where alarms go: one encrypted topic, mail subscriptions, and a policy for this account's alarms alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.iam import Statement, document


@dataclass(frozen=True, kw_only=True)
class AlarmTopicArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        key_arn: Customer key; the default SNS key cannot be used by CloudWatch.
        emails: Addresses; each confirms once by mail.
    """

    account: Account
    key_arn: pulumi.Input[str]
    emails: Sequence[str] = ()


class AlarmTopic(PlatformComponent):
    """One topic for all alarms of the stack."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: AlarmTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"subscriptions": len(args.emails)}, opts)
        topic = aws.sns.Topic(name, kms_master_key_id=args.key_arn, opts=self.child())
        policy = aws.sns.TopicPolicy(
            self.child_name("policy"),
            arn=topic.arn,
            policy=document(
                Statement(
                    sid="AlarmsOfThisAccount",
                    actions=("sns:Publish",),
                    resources=(topic.arn,),
                    principals={"Service": "cloudwatch.amazonaws.com"},
                    conditions={"StringEquals": {"aws:SourceAccount": args.account.account_id}},
                ),
                Statement(
                    sid="DenyWithoutTls",
                    actions=("sns:Publish",),
                    resources=(topic.arn,),
                    principals="*",
                    conditions={"Bool": {"aws:SecureTransport": "false"}},
                    deny=True,
                ),
            ),
            opts=self.child(),
        )
        for index, email in enumerate(args.emails, start=1):
            aws.sns.TopicSubscription(
                self.child_name(f"email-{index}"),
                topic=topic.arn,
                protocol="email",
                endpoint=email,
                opts=self.child(depends_on=[policy]),
            )
        self.arn = topic.arn
        self.finish()
