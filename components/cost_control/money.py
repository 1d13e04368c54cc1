"""Amounts of money as AWS's billing services read and show them."""

from __future__ import annotations

from typing import Final

CURRENCY: Final = "USD"
"""What CloudWatch publishes estimated charges in, and what AWS Budgets and Cost Anomaly Detection count in, also where
invoices are paid in another currency: an alarm on another one would wait for a metric that does not exist. Hence the
settings accept nothing else.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html"""


def plain_amount(dollars: float) -> str:
    """An amount for an API: to the cent, without an exponent and without zeros that AWS would drop when it answers.

    >>> plain_amount(20.0), plain_amount(99.5), plain_amount(1e9)
    ('20', '99.5', '1000000000')
    """
    return f"{dollars:.2f}".rstrip("0").rstrip(".")


def shown_amount(dollars: float) -> str:
    """An amount for a reader.

    >>> shown_amount(1234.5)
    '1,234.50 USD'
    """
    return f"{dollars:,.2f} {CURRENCY}"
