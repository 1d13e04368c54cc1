"""Where the stack is deployed: asked of the provider once, passed on as plain values."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class Account:
    """Account, Region and partition of the stack.

    Attributes:
        account_id: 12 digits.
        region: Such as ``us-east-1``.
        partition: ``aws``, ``aws-cn`` or ``aws-us-gov``.
    """

    account_id: str
    region: str
    partition: str

    def arn(self, service: str, resource: str) -> str:
        """ARN of a regional resource of this account."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account_id}:{resource}"

    @property
    def root_arn(self) -> str:
        """The account itself, as a principal."""
        return f"arn:{self.partition}:iam::{self.account_id}:root"


def current_account(below: pulumi.Resource | None = None) -> Account:
    """Ask the provider; three invokes, once a platform.

    Args:
        below: The resource whose provider is asked: in another program, the platform may have been given one.
    """
    options = pulumi.InvokeOptions(parent=below)
    return Account(
        account_id=aws.get_caller_identity(opts=options).account_id,
        region=aws.get_region(opts=options).region,
        partition=aws.get_partition(opts=options).partition,
    )
