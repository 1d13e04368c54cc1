"""Fixtures of budgets-budget-amount."""

from __future__ import annotations

from guardrails.aws.budgets import SHARES

from tests.policies.cases.case import Cases, U, aws

COST = aws("budgets/budget", name="month", budgetType="COST", timeUnit="MONTHLY", limitAmount="1200", limitUnit="USD")
USAGE = COST.but(budgetType="USAGE", limitUnit="GB")
SHARE = COST.but(budgetType="RI_UTILIZATION", limitAmount="100", limitUnit="PERCENTAGE")
NONE = COST.but(limitAmount=None, limitUnit=None)
PLAN = [{"startTime": "2026-12-01_00:00", "amount": "100", "unit": "USD"}]
PLANNED = NONE.but(plannedLimits=PLAN)
AUTO = NONE.but(autoAdjustData={"autoAdjustType": "FORECAST"})
NOT_PLAIN = "which is no plain number;"

CASES = Cases(
    passes=[
        *[COST.but(limitAmount=amount) for amount in ("1200.50", ".5", "0", "0100", 1200.0)],
        COST,
        COST.but(limitUnit="CNY"),
        COST.but(limitAmount=U),
        USAGE,
        *[SHARE.but(budgetType=kind) for kind in SHARES],
        SHARE.but(limitAmount="100.0"),
        SHARE.but(limitAmount=None, limitUnit=None),
        PLANNED,
        PLANNED.but(timeUnit="QUARTERLY"),
        PLANNED.but(budgetType="USAGE", plannedLimits=[{**PLAN[0], "unit": "GB"}]),
        AUTO,
        AUTO.but(timeUnit="DAILY"),
        AUTO.but(limitAmount="1200", limitUnit="USD"),
        NONE.but(autoAdjustData=U),
    ],
    fails=[
        NONE.but(("limitAmount is not set, nor is plannedLimits;",)),
        USAGE.but(("limitAmount is not set, nor is",), limitAmount=None),
        COST.but(("plannedLimits is set beside limitAmount;",), plannedLimits=PLAN),
        COST.but(("limitUnit is not set;",), limitUnit=None),
        *[
            COST.but((f"limitAmount is {amount}, {NOT_PLAIN}",), limitAmount=amount)
            for amount in ("1,200", "$1200", "-5", "1e3", "12.")
        ],
        COST.but((f"limitAmount is , {NOT_PLAIN}",), limitAmount=""),
        PLANNED.but(
            (f"plannedLimits[0].amount is 1,000, {NOT_PLAIN}",), plannedLimits=[{**PLAN[0], "amount": "1,000"}]
        ),
        *[
            COST.but((f"limitUnit is {unit}, which is no currency;",), limitUnit=unit)
            for unit in ("usd", "dollars", "$", "PERCENTAGE")
        ],
        PLANNED.but(("plannedLimits[0].unit is GB, which is no",), plannedLimits=[{**PLAN[0], "unit": "GB"}]),
        PLANNED.but(("timeUnit is DAILY;",), timeUnit="DAILY"),
        *[
            SHARE.but((f"limitAmount is 80 for {kind}, which takes 100;",), budgetType=kind, limitAmount="80")
            for kind in SHARES
        ],
    ],
    not_applicable=[],
    unknown=[COST.but(budgetType=U), SHARE.but(limitAmount=U), COST.but(limitUnit=U), PLANNED.but(timeUnit=U)],
    always_applicable=True,
)
