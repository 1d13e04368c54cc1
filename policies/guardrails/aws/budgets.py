"""What AWS Budgets knows, as several rules need it.

Source: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
"""

from __future__ import annotations

from typing import Final

BUDGET: Final = "aws:budgets/budget:Budget"
SPENT: Final = ("COST", "USAGE")
"""Types of a budget of what is spent."""

SHARES: Final = ("RI_UTILIZATION", "RI_COVERAGE", "SAVINGS_PLANS_UTILIZATION", "SAVINGS_PLANS_COVERAGE")
"""Types of a budget of how well a commitment is used, in per cent."""
