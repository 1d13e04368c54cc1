"""The one Region in which AWS tells what an account costs, and a provider for it beside the stack's own.

EstimatedCharges has data in us-east-1 alone, an alarm can only tell a topic of its own Region, and AWS Budgets and Cost
Explorer are global services with their endpoint there.

Sources: https://docs.aws.amazon.com/general/latest/gr/billing.html and
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components.foundation.account import Account
from domain.checks import refuse

BILLING_REGION: Final = "us-east-1"
PARTITION: Final = "aws"
"""The partition that us-east-1 belongs to. Accounts of others (China, AWS GovCloud) cannot act there."""

TEXTS: Final = (
    "access_key",
    "secret_key",
    "token",
    "profile",
    "custom_ca_bundle",
    "http_proxy",
    "https_proxy",
    "no_proxy",
)
STRUCTURES: Final = (
    "assume_roles",
    "assume_role_with_web_identity",
    "shared_config_files",
    "shared_credentials_files",
    "default_tags",
    "ignore_tags",
)
"""Settings under ``aws:`` that say who calls, how, and how things are tagged; a structure is JSON in the configuration.
``endpoints`` is not among them: an endpoint belongs to a Region."""


def billing_provider(name: str, account: Account, opts: pulumi.ResourceOptions) -> aws.Provider:
    """A provider of us-east-1 that acts in the stack's account or not at all.

    An explicit provider knows nothing of the stack's ``aws:`` settings and would take whatever credentials the machine
    has, of another account too (https://github.com/pulumi/pulumi-aws/issues/3259). So it gets those settings, and the
    account that it may act in.

    Args:
        name: Logical name.
        account: Where the stack is.
        opts: Options of the provider.

    Raises:
        ValueError: The account is of another partition.
    """
    if account.partition != PARTITION:
        accepted = (
            f"aws, which {BILLING_REGION} belongs to; set enabled of cost.billing, its budget and anomalies to false"
        )
        refuse("partition", account.partition, accepted)
    return aws.Provider(
        name, region=BILLING_REGION, allowed_account_ids=[account.account_id], **caller_settings(), opts=opts
    )


def caller_settings() -> Mapping[str, Any]:
    """The stack's ``aws:`` settings that hold in every Region, as arguments of a provider; unset ones are left out."""
    given = {key: getattr(aws.config, key) for key in TEXTS}
    for key in STRUCTURES:
        value = getattr(aws.config, key)
        given[key] = json.loads(value) if isinstance(value, str) else value
    return {key: value for key, value in given.items() if value is not None}
