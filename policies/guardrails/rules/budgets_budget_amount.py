"""A budget has an amount that AWS Budgets reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import budgets, exclusive
from guardrails.demands import one_of
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

AMOUNT: Final = re.compile(r"([0-9]*\.)?[0-9]+")
CURRENCY: Final = re.compile(r"[A-Z]{3}")
PLANNED: Final = ("MONTHLY", "QUARTERLY")

RULE = Rule(
    id="budgets-budget-amount",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(budgets.BUDGET,),
    summary="A budget of costs or usage has one kind of limit: an amount with its unit, planned ones, or its own past.",
    cause="AWS Budgets rejects the budget.",
    remedy="set limitAmount to a plain number such as 1200.50 and limitUnit to a currency such as USD, or to a unit",
    url="https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A commitment's use is compared with the whole of it: 100 is the only amount."""
    kind, amount, planned = resource["budgetType"].text(), resource["limitAmount"], resource["plannedLimits"]
    if kind in budgets.SPENT and resource["autoAdjustData"].missing:
        yield from exclusive.exactly_one(resource.props, "limitAmount", "plannedLimits")
    elif kind in budgets.SHARES and amount.number() not in {None, 100}:
        yield violation(amount, f"is {amount.show()} for {kind}, which takes 100")
    for limit in (amount, *(each["amount"] for each in planned.each())):
        yield from _plain(limit)
    if amount.present and resource["limitUnit"].missing:
        yield violation("limitUnit", "is not set")
    if exclusive.given(planned):
        yield from one_of(resource["timeUnit"], *PLANNED)
    units = [resource["limitUnit"], *(each["unit"] for each in planned.each())] if kind == "COST" else []
    for unit in units:
        if (text := unit.text()) is not None and not CURRENCY.fullmatch(text):
            yield violation(unit, f"is {text}, which is no currency")


def _plain(amount: Props) -> Iterator[Finding]:
    text = amount.text() if amount.is_text else None
    if text is not None and not AMOUNT.fullmatch(text):
        yield violation(amount, f"is {amount.show()}, which is no plain number")
