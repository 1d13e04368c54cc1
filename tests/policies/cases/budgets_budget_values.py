"""Fixtures of budgets-budget-values."""

from __future__ import annotations

from guardrails.rules.budgets_budget_values import LIMITS

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges

BUDGET = aws(
    "budgets/budget",
    name="inference / month",
    budgetType="COST",
    timeUnit="MONTHLY",
    limitAmount="1200",
    limitUnit="USD",
)
EDGES = at_the_edges(BUDGET, LIMITS)
NAME = "name is"

CASES = Cases(
    passes=[*EDGES[0], BUDGET, BUDGET.but(name=None), BUDGET.but(name="a" * 100)],
    fails=[
        *EDGES[1],
        BUDGET.but(("name has 101 characters, above 100;",), name="a" * 101),
        BUDGET.but((f"{NAME} team: models, with :;",), name="team: models"),
        BUDGET.but((f"{NAME} a\\b, with \\;",), name="a\\b"),
        BUDGET.but((f"{NAME} a/action/b, with /action/;",), name="a/action/b"),
        BUDGET.but(("budgetType is Cost; accepted: COST, USAGE",), budgetType="Cost"),
        BUDGET.but(("timeUnit is YEARLY; accepted: DAILY",), timeUnit="YEARLY"),
    ],
    not_applicable=[],
    unknown=[BUDGET.but(name=U), BUDGET.but(budgetType=U), BUDGET.but(timeUnit=U)],
    always_applicable=True,
)
