"""The key that model packages are signed with, and verified with before they are loaded.

Asymmetric, so that who may verify cannot sign. KMS does not rotate such keys:
https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.foundation.key import DELETION_WINDOW_DAYS, administration
from components.iam import document

KEY_SPEC = "ECC_NIST_P256"
"""Signs with ECDSA_SHA_256: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html"""


@dataclass(frozen=True, kw_only=True)
class SigningKeyArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        alias: Alias without the ``alias/`` prefix.
        protect: Whether the key is protected and kept when the stack goes: without it no package verifies.
    """

    account: Account
    alias: str
    protect: bool


class SigningKey(PlatformComponent):
    """One asymmetric KMS key, and its alias."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: SigningKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"alias": args.alias}, opts)
        key = aws.kms.Key(
            name,
            description=f"Signs the model packages of {args.alias}",
            customer_master_key_spec=KEY_SPEC,
            key_usage="SIGN_VERIFY",
            deletion_window_in_days=DELETION_WINDOW_DAYS[args.protect],
            policy=document(administration(args.account)),
            opts=self.child(protect=args.protect, retain_on_delete=args.protect),
        )
        aws.kms.Alias(self.child_name("alias"), name=f"alias/{args.alias}", target_key_id=key.key_id, opts=self.child())
        self.arn = key.arn
        self.finish()
