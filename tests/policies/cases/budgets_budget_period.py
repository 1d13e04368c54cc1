"""Fixtures of budgets-budget-period."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

BUDGET = aws(
    "budgets/budget",
    name="inference",
    timeUnit="MONTHLY",
    timePeriodStart="2026-01-01_00:00",
    timePeriodEnd="2087-06-15_00:00",
)

CASES = Cases(
    passes=[
        BUDGET,
        BUDGET.but(timePeriodEnd=None),
        BUDGET.but(timePeriodStart=None),
        BUDGET.but(timePeriodEnd="2026-01-01_00:01"),
    ],
    fails=[
        BUDGET.but(
            ("timePeriodEnd is 2026-01-01_00:00, not after timePeriodStart;",), timePeriodEnd="2026-01-01_00:00"
        ),
        BUDGET.but(("timePeriodEnd is 2025-12-31_00:00, not after",), timePeriodEnd="2025-12-31_00:00"),
        BUDGET.but(("timePeriodStart is 2026-01-01, which is no such time;",), timePeriodStart="2026-01-01"),
        BUDGET.but(("timePeriodEnd is 2026-06-31_00:00, which is no",), timePeriodEnd="2026-06-31_00:00"),
        BUDGET.but(("timePeriodEnd is 2027-01-01T00:00:00Z, which is no",), timePeriodEnd="2027-01-01T00:00:00Z"),
    ],
    not_applicable=[BUDGET.but(timePeriodStart=None, timePeriodEnd=None)],
    unknown=[BUDGET.but(timePeriodStart=U), BUDGET.but(timePeriodEnd=U)],
)
