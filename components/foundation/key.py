"""The customer key of a stack: rotated, usable through IAM and by the services that have no role of their own."""

from __future__ import annotations

from dataclasses import dataclass

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
        log_group_prefixes: Log groups below these prefixes may use the key, others may not.
        protect: Whether the key is protected and kept when the stack goes.
    """

    account: Account
    alias: str
    log_group_prefixes: tuple[str, ...]
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
            policy=document(*key_policy(args.account, args.log_group_prefixes)),
            opts=self.child(protect=args.protect, retain_on_delete=args.protect),
        )
        aws.kms.Alias(self.child_name("alias"), name=f"alias/{args.alias}", target_key_id=key.key_id, opts=self.child())
        self.arn = key.arn
        self.finish()


def key_policy(account: Account, log_group_prefixes: tuple[str, ...]) -> tuple[Statement, ...]:
    """Statements of the key policy.

    The account's own administrators decide through IAM who else may use the key (AWS's default statement; without it
    a key can become unmanageable). CloudWatch Logs, CloudWatch alarms and EventBridge have no role to grant it to, so
    they stand here, each held to this account.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    and https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    this_account = {"StringEquals": {"aws:SourceAccount": account.account_id}}
    return (
        Statement(
            sid="AccountAdministersThroughIam",
            actions=("kms:*",),
            resources=("*",),
            principals={"AWS": account.root_arn},
        ),
        Statement(
            sid="LogGroupsOfThisStack",
            actions=("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"),
            resources=("*",),
            principals={"Service": f"logs.{account.region}.amazonaws.com"},
            conditions={
                "ArnLike": {
                    "kms:EncryptionContext:aws:logs:arn": [
                        account.arn("logs", f"log-group:{prefix}*") for prefix in log_group_prefixes
                    ]
                }
            },
        ),
        Statement(
            sid="AlarmsReachTheEncryptedTopic",
            actions=("kms:Decrypt", "kms:GenerateDataKey*"),
            resources=("*",),
            principals={"Service": "cloudwatch.amazonaws.com"},
            conditions=this_account,
        ),
        Statement(
            sid="EventsReachTheEncryptedQueues",
            actions=("kms:Decrypt", "kms:GenerateDataKey*"),
            resources=("*",),
            principals={"Service": "events.amazonaws.com"},
            conditions=this_account,
        ),
    )
