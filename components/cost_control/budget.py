"""A monthly budget: told when the charges pass a share of it, and when AWS's forecast does.

AWS Budgets writes to its addresses by itself, so there is no topic here whose key and policy would have to let it in. A
forecast needs about five weeks of charges; until then only the charges are compared.

Sources: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html and
https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.cost_control.money import CURRENCY, plain_amount
from components.settings import BudgetSettings
from components.settings.addresses import MOST_BUDGET_ADDRESSES, check_addresses


@dataclass(frozen=True, kw_only=True)
class MonthlyBudgetArgs:
    """Inputs.

    Attributes:
        account_id: The account that is charged.
        settings: Limit, shares and addresses.
        tag: Key and value of the cost allocation tag to which the budget is narrowed; ``None`` for the whole account.
            The tag must be activated for cost allocation: until then no charge has it, and the budget stays at zero.

    Raises:
        ValueError: Nobody would be told, somebody twice, or more than AWS tells.
    """

    account_id: str
    settings: BudgetSettings
    tag: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        check_addresses("cost.billing.budget.emails", self.settings.emails, least=1, most=MOST_BUDGET_ADDRESSES)


class MonthlyBudget(PlatformComponent):
    """A budget of costs with two notifications. It is global; its API is in us-east-1."""

    budget_name: pulumi.Output[str]

    def __init__(self, name: str, args: MonthlyBudgetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"monthlyLimit": args.settings.monthly_limit}, opts)
        budget = aws.budgets.Budget(
            name,
            account_id=args.account_id,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=plain_amount(args.settings.monthly_limit),
            limit_unit=CURRENCY,
            # What is used is what a plan is compared with, whether or not a credit or a refund pays for it.
            cost_types=aws.budgets.BudgetCostTypesArgs(include_credit=False, include_refund=False),
            cost_filters=cost_filters(args.tag),
            notifications=[
                notification("ACTUAL", args.settings.actual_percent, args.settings.emails),
                notification("FORECASTED", args.settings.forecast_percent, args.settings.emails),
            ],
            opts=self.child(),
        )
        self.budget_name = budget.name
        self.finish()


def cost_filters(tag: tuple[str, str] | None) -> list[aws.budgets.BudgetCostFilterArgs] | None:
    """The filter for one cost allocation tag; none for the whole account.

    Source: https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create-filters.html
    """
    if tag is None:
        return None
    key, value = tag
    return [aws.budgets.BudgetCostFilterArgs(name="TagKeyValue", values=[f"user:{key}${value}"])]


def notification(kind: str, percent: int, emails: tuple[str, ...]) -> aws.budgets.BudgetNotificationArgs:
    """One notification.

    Args:
        kind: ``ACTUAL`` or ``FORECASTED``.
        percent: Told above this share of the limit.
        emails: 1 to 10 addresses.
    """
    return aws.budgets.BudgetNotificationArgs(
        notification_type=kind,
        comparison_operator="GREATER_THAN",
        threshold=percent,
        threshold_type="PERCENTAGE",
        subscriber_email_addresses=list(emails),
    )
