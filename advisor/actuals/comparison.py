"""An estimate of a month against the bill of a period, by service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from advisor.actuals.bill import Bill
from advisor.actuals.estimate_file import Estimated
from advisor.actuals.scope import Period
from advisor.spread import Spread

NOTHING: Final = 0.005
"""US dollars of a month below which a figure counts as nothing: half a cent."""


@dataclass(frozen=True)
class Deviation:
    """One service.

    Attributes:
        service: As the bill calls it.
        estimate: US dollars of a month; ``None`` when the estimate knows nothing of the service.
        actual: US dollars, the period stretched to a month.
        unpriced: What the estimate had no price for.
    """

    service: str
    estimate: Spread | None
    actual: float
    unpriced: tuple[str, ...] = ()

    @property
    def relative(self) -> float | None:
        """How far the bill is from the expected figure, relative to it; ``None`` when nothing was expected."""
        if self.estimate is None or self.estimate.expected < NOTHING:
            return None
        return (self.actual - self.estimate.expected) / self.estimate.expected

    @property
    def verdict(self) -> str:
        """Where the bill lies."""
        if self.estimate is None:
            return "unpriced in the estimate" if self.unpriced else "not in the estimate"
        if self.actual > self.estimate.high + NOTHING:
            return "above the estimate, which had gaps" if self.unpriced else "above the estimate"
        if self.actual < self.estimate.low - NOTHING:
            return "below the estimate"
        return "within the estimate"


def compare(estimated: Estimated, bill: Bill, period: Period) -> tuple[Deviation, ...]:
    """Every service of the estimate or the bill, the largest difference first.

    Args:
        estimated: US dollars of a month.
        bill: US dollars of the period.
        period: Its days.
    """
    actual = {service: float(usd) * period.to_month for service, usd in bill.by_service.items()}
    names = {*estimated.services, *actual, *(service for service in estimated.unpriced if service)}
    found = [
        Deviation(name, estimated.services.get(name), actual.get(name, 0.0), estimated.unpriced.get(name, ()))
        for name in names
    ]
    return tuple(sorted(found, key=lambda item: (-_distance(item), item.service)))


def _distance(item: Deviation) -> float:
    return abs(item.actual - (item.estimate.expected if item.estimate else 0.0))


def monthly(bill: Bill, period: Period) -> Mapping[str, float]:
    """US dollars of each service, the period stretched to a month of 730 hours."""
    return {service: float(usd) * period.to_month for service, usd in bill.by_service.items()}
