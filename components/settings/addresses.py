"""Lists of addresses that are told something: somebody, nobody twice, and no more than AWS takes."""

from __future__ import annotations

from collections.abc import Sequence

from domain.checks import refuse

MOST_BUDGET_ADDRESSES = 10
"""Of one notification: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html"""


def check_addresses(setting: str, emails: Sequence[str], *, least: int, most: int | None = None) -> None:
    """Refuse a list that AWS would refuse, or that tells nobody.

    AWS Budgets rejects an address that is there twice. SNS makes one subscription of two, and the removal of either
    ends it.

    Args:
        setting: Dotted path of the setting, for the message.
        emails: The addresses.
        least: How few there may be.
        most: How many there may be; ``None`` for any number.

    Raises:
        ValueError: Too few, too many, or one twice.
    """
    if len(emails) < least or (most is not None and len(emails) > most):
        refuse(setting, emails, f"at least {least} address" if most is None else f"{least} to {most} addresses")
    if len({email.lower() for email in emails}) < len(emails):
        refuse(setting, emails, "each address once")
