"""The customer key of a stack: rotated, usable through IAM and by the services that have no role of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.iam import Statement, document

ROTATION_DAYS = 365
DELETION_WINDOW_DAYS = {True: 30, False: 7}
"""By whether data is protected; 7 to 30: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html"""


@dataclass(frozen=True, kw_only=True)
class CustomerKeyArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        alias: Alias without the ``alias/`` prefix.
        grants: What services may do with it that have no role of their own to grant it to.
        protect: Whether the key is protected and kept when the stack goes.
    """

    account: Account
    alias: str
    grants: tuple[Statement, ...]
    protect: bool


class CustomerKey(PlatformComponent):
    """One symmetric KMS key with yearly rotation, and its alias."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: CustomerKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"alias": args.alias}, opts)
        key = aws.kms.Key(
            name,
            description=f"Data of {args.alias}",
            enable_key_rotation=True,
            rotation_period_in_days=ROTATION_DAYS,
            deletion_window_in_days=DELETION_WINDOW_DAYS[args.protect],
            policy=document(administration(args.account), *args.grants),
            opts=self.child(protect=args.protect, retain_on_delete=args.protect),
        )
        aws.kms.Alias(self.child_name("alias"), name=f"alias/{args.alias}", target_key_id=key.key_id, opts=self.child())
        self.arn = key.arn
        self.finish()


def administration(account: Account) -> Statement:
    """The account's own administrators decide through IAM who may use the key.

    AWS's default statement: without it a key can become unmanageable.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    return Statement(
        sid="AccountAdministersThroughIam",
        actions=("kms:*",),
        resources=("*",),
        principals={"AWS": account.root_arn},
    )


def for_log_groups(account: Account, prefixes: tuple[str, ...]) -> Statement:
    """CloudWatch Logs may use the key for the log groups below these prefixes.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    arns = [account.arn("logs", f"log-group:{prefix}*") for prefix in prefixes]
    return Statement(
        sid="LogGroupsOfThisStack",
        actions=("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"),
        resources=("*",),
        principals={"Service": f"logs.{account.region}.amazonaws.com"},
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": arns}},
    )


def for_publishing(account: Account, sid: str, service: str) -> Statement:
    """A service may publish to what the key encrypts, on behalf of this account alone.

    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html

    Args:
        account: Where the stack is.
        sid: Says what for.
        service: Service principal, such as ``cloudwatch.amazonaws.com``.
    """
    return Statement(
        sid=sid,
        actions=("kms:Decrypt", "kms:GenerateDataKey*"),
        resources=("*",),
        principals={"Service": service},
        conditions={"StringEquals": {"aws:SourceAccount": account.account_id}},
    )


def for_alarms(account: Account) -> Statement:
    """CloudWatch alarms reach an encrypted topic."""
    return for_publishing(account, "AlarmsReachTheEncryptedTopic", "cloudwatch.amazonaws.com")


def for_events(account: Account) -> Statement:
    """EventBridge reaches encrypted queues, and encrypts what lies on the account's buses, for which it reads the key.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
    """
    queues = for_publishing(account, "EventsReachTheEncryptedQueues", "events.amazonaws.com")
    return replace(queues, actions=(*queues.actions, "kms:DescribeKey"))
