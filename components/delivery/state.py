"""Where Pulumi's states are: a bucket, a key for the secrets in them, and what a role may do with both.

Which actions the backend calls: https://github.com/pulumi/docs/pull/19948. A preview takes no lock
(https://github.com/pulumi/pulumi/pull/8642), so it only reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components.base import PlatformComponent
from components.delivery.permissions.scopes import PATH
from components.foundation.account import Account
from components.foundation.bucket import ExpiringPrefix, SecureBucket, SecureBucketArgs
from components.foundation.key import CustomerKey, CustomerKeyArgs
from components.iam import Statement
from components.settings import NAMESPACE

ACCESS_LOG_DAYS = 365
PREFIX = "delivery-"
"""Start of the buckets' names: what a deployment may do with the stack's buckets does not reach them."""
KEY_ADMINISTRATION = (
    "kms:CreateGrant",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:UntagResource",
)
SEALED_FOR = ("commit", "run", "stack")
"""The encryption context of a sealed plan: see ``delivery/stacks/seal.py``."""
SEALING: Mapping[str, Mapping[str, Any]] = {
    "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": list(SEALED_FOR)},
    # Without these the first would also hold for no context at all.
    "Null": {f"kms:EncryptionContext:{name}": "false" for name in SEALED_FOR},
}
"""A data key under a context with exactly those keys, and no other use of the key.
https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context-keys"""


@dataclass(frozen=True, kw_only=True)
class StateBackendArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        alias: Alias of the key, without ``alias/``.
        protect: Whether both are protected and kept when the stack goes.
    """

    account: Account
    alias: str
    protect: bool


class StateBackend(PlatformComponent):
    """A versioned bucket whose old versions expire, its access log, and a key for it and for Pulumi's secrets."""

    bucket: pulumi.Output[str]
    bucket_arn: pulumi.Output[str]
    key_arn: pulumi.Output[str]

    def __init__(self, name: str, args: StateBackendArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"protected": args.protect}, opts)
        key = CustomerKeyArgs(
            account=args.account, alias=args.alias, grants=(_no_administration(args.account),), protect=args.protect
        )
        self.key_arn = CustomerKey(self.child_name("key"), key, opts=self.child()).arn
        logs = SecureBucket(
            self.child_name("access-logs"),
            SecureBucketArgs(
                prefix=f"{PREFIX}logs-",
                expire=[ExpiringPrefix(prefix="", days=ACCESS_LOG_DAYS)],
                protect=args.protect,
                log_source_account=args.account.account_id,
            ),
            opts=self.child(),
        )
        states = SecureBucketArgs(
            prefix=f"{PREFIX}states-",
            expire=[],
            protect=args.protect,
            key_arn=self.key_arn,
            log_bucket=logs.bucket,
        )
        bucket = SecureBucket(self.child_name("states"), states, opts=self.child())
        self.bucket, self.bucket_arn = bucket.bucket, bucket.arn
        self.finish()


def _no_administration(account: Account) -> Statement:
    """Whoever deploys uses the key and does not administer it, whatever its tags would let a role do."""
    return Statement(
        sid="PipelinesDoNotAdminister",
        actions=KEY_ADMINISTRATION,
        resources=("*",),
        principals="*",
        conditions={"ArnLike": {"aws:PrincipalArn": f"arn:{account.partition}:iam::{account.account_id}:role{PATH}*"}},
        deny=True,
    )


def state_statements(backend: StateBackend, *, environment: str, writes: bool) -> list[Statement]:
    """What a role may do with the states: a role that deploys has its own stacks' alone.

    The backend keeps a stack below its project: ``.pulumi/stacks/PROJECT/STACK.json``, and likewise its history,
    backups and locks.

    Args:
        backend: Bucket and key.
        environment: Start of the names of its stacks, as in ``Pulumi.staging.yaml``; ``*`` for any.
        writes: Whether it deploys. A preview only reads, decrypts the secrets that its program is given, and seals its
            plan for whoever deploys.
    """
    stacks = "" if environment == "*" else environment
    own = [
        pulumi.Output.concat(backend.bucket_arn, f"/.pulumi/{kind}/{NAMESPACE}/{stacks}*")
        for kind in ("stacks", "history", "backups", "locks/organization")
    ]
    everyone = pulumi.Output.concat(backend.bucket_arn, "/.pulumi/meta.yaml")
    actions = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject") if writes else ("s3:GetObject",)
    key_actions = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey") if writes else ("kms:Decrypt",)
    found = [
        Statement(sid="FindStates", actions=("s3:ListBucket", "s3:GetBucketLocation"), resources=(backend.bucket_arn,)),
        Statement(sid="Backend", actions=("s3:GetObject",), resources=(everyone,)),
        Statement(sid="WriteStates" if writes else "ReadStates", actions=actions, resources=own),
        Statement(sid="SecretsOfStates", actions=key_actions, resources=(backend.key_arn,)),
    ]
    if not writes:
        seals = Statement(
            sid="SealPlans", actions=("kms:GenerateDataKey",), resources=(backend.key_arn,), conditions=SEALING
        )
        found.append(seals)
    return found
