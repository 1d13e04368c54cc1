"""A budget's type, period and name are ones that AWS Budgets takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import budgets, service_model
from guardrails.aws.service_model import Choice
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

LIMITS: Final[service_model.Limits] = {
    "budgetType": Choice("budgets", "BudgetType", (*budgets.SPENT, *budgets.SHARES)),
    "timeUnit": Choice("budgets", "TimeUnit", ("DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM")),
    "autoAdjustData.autoAdjustType": Choice("budgets", "AutoAdjustType", ("HISTORICAL", "FORECAST")),
}
LONGEST: Final = 100
REFUSED: Final = (":", "\\", "/action/")

RULE = Rule(
    id="budgets-budget-values",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(budgets.BUDGET,),
    summary="A budget has a type and a time unit that exist, and a name of 100 characters without : and \\.",
    cause="AWS Budgets rejects the budget.",
    remedy="take one of the accepted values, and a plain name",
    url="https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The pattern of the service model is one of another language."""
    yield from service_model.refused(resource.props, LIMITS)
    name = resource["name"]
    text = name.text() or ""
    if len(text) > LONGEST:
        yield violation(name, f"has {len(text)} characters, above {LONGEST}")
    for part in REFUSED:
        if part in text:
            yield violation(name, f"is {name.show()}, with {part}")
