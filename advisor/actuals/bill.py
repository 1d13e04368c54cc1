"""What was billed: a line for every service and usage type, read from the pages of Cost Explorer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from advisor.errors import InputError
from domain.pricing import CURRENCY

COST: Final = "UnblendedCost"
QUANTITY: Final = "UsageQuantity"
NO_UNIT: Final = "N/A"
"""What Cost Explorer calls the unit of nothing."""
NAMES: Final[Mapping[str, str]] = {
    "Amazon SageMaker AI": "Amazon SageMaker",
    "CloudWatch Events": "Amazon EventBridge",
    "Amazon CloudWatch": "AmazonCloudWatch",
}
"""Names of a service besides the one that the estimate uses; a bill has had both."""


@dataclass(frozen=True)
class BillLine:
    """One usage type of one service.

    Attributes:
        service: As the bill calls it.
        usage_type: Such as ``APN1-Host:ml.m5.large``.
        usd: US dollars, before credits, refunds and tax.
        quantity: How much, in ``unit``.
        unit: Such as ``Hrs``; empty when the bill names none.
    """

    service: str
    usage_type: str
    usd: Decimal
    quantity: Decimal
    unit: str


@dataclass(frozen=True)
class Bill:
    """All lines of a period.

    Attributes:
        lines: By service, the dearest first.
        days: Days that were answered.
        estimated_days: Days among them that AWS may still change.
        requests: Requests that Cost Explorer was sent; each is billed.
    """

    lines: tuple[BillLine, ...]
    days: int
    estimated_days: int
    requests: int

    @cached_property
    def by_service(self) -> Mapping[str, Decimal]:
        """US dollars of each service, the dearest first."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.lines:
            sums[line.service] += line.usd
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))

    @property
    def total(self) -> Decimal:
        """US dollars of everything."""
        return sum(self.by_service.values(), Decimal())

    @property
    def free(self) -> tuple[BillLine, ...]:
        """What was used and cost nothing: a free tier hides what a larger month will cost."""
        return tuple(line for line in self.lines if line.quantity and not line.usd)


def read_bill(pages: Iterable[Mapping[str, Any]], requests: int) -> Bill:
    """Add up the pages of an answer; an empty one is an empty bill.

    Args:
        pages: Answers of GetCostAndUsage by SERVICE and USAGE_TYPE.
        requests: Requests that they took.

    Raises:
        InputError: The account is billed in another currency.
    """
    costs: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    quantities: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    units: dict[tuple[str, str], str] = {}
    days: set[str] = set()
    estimated: set[str] = set()
    for page in pages:
        for result in page.get("ResultsByTime", ()):
            day = result["TimePeriod"]["Start"]
            days.add(day)
            if result.get("Estimated"):
                estimated.add(day)
            for group in result.get("Groups", ()):
                key = (NAMES.get(group["Keys"][0], group["Keys"][0]), group["Keys"][1])
                costs[key] += _usd(group["Metrics"][COST], key)
                quantity = group["Metrics"].get(QUANTITY, {})
                quantities[key] += Decimal(quantity.get("Amount", 0))
                if quantity.get("Unit", NO_UNIT) != NO_UNIT:
                    units[key] = quantity["Unit"]
    lines = [BillLine(*key, usd, quantities[key], units.get(key, "")) for key, usd in costs.items()]
    lines.sort(key=lambda line: (line.service, -line.usd, line.usage_type))
    return Bill(tuple(lines), len(days), len(estimated), requests)


def _usd(metric: Mapping[str, str], key: tuple[str, str]) -> Decimal:
    amount = Decimal(metric["Amount"])
    if metric.get("Unit") not in (CURRENCY, *((NO_UNIT,) if not amount else ())):
        raise InputError(
            f"{' '.join(key)} is billed in {metric.get('Unit')}; accepted is {CURRENCY}: "
            "the estimate's prices are, and converting one would be a guess"
        )
    return amount
