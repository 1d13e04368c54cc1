"""What AWS's billing offers to programs: budgets, and Cost Explorer's anomaly detection. No money is counted here."""

from __future__ import annotations

from sandbox.billing.anomalies import AnomalyService
from sandbox.billing.budgets import BudgetService
from sandbox.service import Service

__all__ = ["AnomalyService", "BudgetService", "billing_services"]


def billing_services() -> list[Service]:
    """The services of this package, ready to answer."""
    return [BudgetService(), AnomalyService()]
