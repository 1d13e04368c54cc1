"""The one Region in which AWS tells what an account costs, and a provider for it beside the stack's own.

EstimatedCharges has data in us-east-1 alone, an alarm can only tell a topic of its own Region, and AWS Budgets and Cost
Explorer are global services with their endpoint there.

Sources: https://docs.aws.amazon.com/general/latest/gr/billing.html and
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
"""

from __future__ import annotations

from typing import Final

import pulumi
import pulumi_aws as aws

from components.foundation.account import Account
from components.regional_provider import regional_provider
from domain.checks import refuse

BILLING_REGION: Final = "us-east-1"
PARTITION: Final = "aws"
"""The partition that us-east-1 belongs to. Accounts of others (China, AWS GovCloud) cannot act there."""


def billing_provider(name: str, account: Account, opts: pulumi.ResourceOptions) -> aws.Provider:
    """A provider of us-east-1 that acts in the stack's account or not at all.

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
    return regional_provider(name, account, BILLING_REGION, opts)
