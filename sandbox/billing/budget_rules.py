"""What AWS Budgets accepts and fills in: pure.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html and its neighbours.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sandbox.errors import AwsError

Fields = Mapping[str, Any]
MOST_EMAILS: Final = 10
MOST_TOPICS: Final = 1
_END: Final = 3706473600  # 2087-06-15, the end of a budget that names none
_COST_TYPES: Final = {
    "IncludeTax": True,
    "IncludeSubscription": True,
    "UseBlended": False,
    "IncludeRefund": True,
    "IncludeCredit": True,
    "IncludeUpfront": True,
    "IncludeRecurring": True,
    "IncludeOtherSubscription": True,
    "IncludeSupport": True,
    "IncludeDiscount": True,
    "UseAmortized": False,
}


def check_budget(budget: Fields) -> None:
    """Refuses a budget without a limit, or with one that is none.

    Raises:
        AwsError: `InvalidParameterException` that names the member.
    """
    limit = budget.get("BudgetLimit")
    if not limit and not budget.get("PlannedBudgetLimits") and not budget.get("AutoAdjustData"):
        raise _invalid("BudgetLimit, PlannedBudgetLimits or AutoAdjustData must be given")
    if limit and _amount(limit["Amount"]) <= 0:
        raise _invalid(f"BudgetLimit.Amount is {limit['Amount']}; accepted: above 0")
    period = budget.get("TimePeriod") or {}
    if "Start" in period and "End" in period and period["Start"] >= period["End"]:
        raise _invalid("TimePeriod.End must be after TimePeriod.Start")


def check_notification(notification: Fields) -> None:
    """Refuses a threshold that is none.

    Raises:
        AwsError: `InvalidParameterException`.
    """
    if float(notification["Threshold"]) <= 0:
        raise _invalid(f"Threshold is {notification['Threshold']}; accepted: above 0")


def check_subscribers(subscribers: Sequence[Fields]) -> None:
    """Refuses no subscriber, one twice, and too many.

    Raises:
        AwsError: `InvalidParameterException`, `DuplicateRecordException` or `CreationLimitExceededException`.
    """
    if not subscribers:
        raise _invalid("a notification needs a subscriber")
    kinds = [one["SubscriptionType"] for one in subscribers]
    for kind, most in (("EMAIL", MOST_EMAILS), ("SNS", MOST_TOPICS)):
        if kinds.count(kind) > most:
            message = f"a notification has at most {most} subscribers of type {kind}; given {kinds.count(kind)}"
            raise AwsError("CreationLimitExceededException", message)
    addresses = [one["Address"] for one in subscribers]
    if len(set(addresses)) < len(addresses):
        raise AwsError("DuplicateRecordException", f"a subscriber is given twice: {', '.join(sorted(addresses))}")


def identity(notification: Fields) -> tuple[Any, ...]:
    """What makes a notification another one; a threshold is a percentage unless it says otherwise."""
    return (
        notification["NotificationType"],
        notification["ComparisonOperator"],
        float(notification["Threshold"]),
        notification.get("ThresholdType", "PERCENTAGE"),
    )


def completed(budget: Fields) -> dict[str, Any]:
    """A budget as DescribeBudget shows it."""
    filled: dict[str, Any] = {"CalculatedSpend": {"ActualSpend": {"Amount": "0.0", "Unit": "USD"}}, **budget}
    if budget["BudgetType"] == "COST" and not budget.get("FilterExpression"):
        filled["CostTypes"] = {**_COST_TYPES, **(budget.get("CostTypes") or {})}
    start = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0).timestamp()
    filled["TimePeriod"] = {"Start": start, "End": _END, **(budget.get("TimePeriod") or {})}
    return {**filled, "LastUpdatedTime": time.time()}


def _amount(text: Any) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise _invalid(f"BudgetLimit.Amount is {text!r}; accepted: a decimal number") from error


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterException", message)
