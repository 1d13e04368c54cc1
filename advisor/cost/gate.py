"""The budget gate. It holds only when everything has a price: what is unknown is not nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from advisor.errors import InputError
from advisor.estimate import Estimate


class Figure(StrEnum):
    """Which of the three figures a budget is for."""

    LOW = "low"
    EXPECTED = "expected"
    HIGH = "high"


@dataclass(frozen=True)
class Verdict:
    """Whether a budget holds, and the reason."""

    holds: bool
    reason: str


def judge(estimate: Estimate, budget: float, figure: Figure = Figure.EXPECTED) -> Verdict:
    """Compare a stack's month with its budget.

    Args:
        estimate: The stack.
        budget: US dollars a month.
        figure: Which month must fit.

    Raises:
        InputError: The budget is negative or not finite.
    """
    if not 0 <= budget < math.inf:
        raise InputError(f"--budget {budget} is not accepted: a finite number of US dollars, at least 0")
    amount = float(getattr(estimate.total, figure))
    if amount > budget:
        return Verdict(holds=False, reason=f"BUDGET EXCEEDED: {figure} {amount:,.2f} of {budget:,.2f} USD a month")
    if not estimate.is_complete:
        return Verdict(
            holds=False,
            reason=f"BUDGET CANNOT BE HELD: what is priced comes to {amount:,.2f} of {budget:,.2f} USD a month, "
            "but not everything has a price",
        )
    return Verdict(holds=True, reason=f"Budget holds: {figure} {amount:,.2f} of {budget:,.2f} USD a month")
