"""What provisioned throughput costs in a month, and until when it cannot be given back.

Billed by the hour for each model unit until it is deleted; before the end of its commitment it cannot be deleted:
https://docs.aws.amazon.com/bedrock/latest/userguide/prov-throughput.html.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.bedrock.models import base_of
from domain.checks import finite_number, refuse, whole_number
from domain.pricing import HOURS_PER_MONTH, MOST_USD, Price, Unpriced

CENT: Final = 0.01
"""An acknowledged sum may be this much less: it is written by people who round."""


class Commitment(StrEnum):
    """For how long. AWS's API has no word for none: the parameter is left out."""

    NONE = "none"
    ONE_MONTH = "OneMonth"
    SIX_MONTHS = "SixMonths"


MONTHS: Final = {Commitment.NONE: 0, Commitment.ONE_MONTH: 1, Commitment.SIX_MONTHS: 6}


def commitment_of(duration: str | None) -> Commitment:
    """The commitment of what the API takes; nothing is none.

    Raises:
        ValueError: Another word.
    """
    if duration is None:
        return Commitment.NONE
    if duration not in (Commitment.ONE_MONTH, Commitment.SIX_MONTHS):
        refuse("commitment", duration, "OneMonth, SixMonths, or none at all")
    return Commitment(duration)


def end_of(start: date, commitment: Commitment) -> date:
    """The first day on which a purchase of a day can be deleted; a shorter month ends it on its last day.

    >>> end_of(date(2026, 8, 31), Commitment.SIX_MONTHS)
    datetime.date(2027, 2, 28)
    """
    month = start.month - 1 + MONTHS[commitment]
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class MonthlyCost:
    """What units cost.

    Attributes:
        usd: Dollars in a month of 730 hours.
        hourly_usd: Dollars of one unit in an hour.
        units: Model units.
        source: Where the hourly price is from.
    """

    usd: float
    hourly_usd: float
    units: int
    source: str

    def describe(self) -> str:
        """One line for people."""
        each = f"{self.units} x ${self.hourly_usd:,.2f} an hour x {HOURS_PER_MONTH} h"
        return f"${self.usd:,.2f} a month ({each}; {self.source})"


def price_item(model_id: str, commitment: Commitment) -> str:
    """How the price of one unit's hour is named among the prices."""
    return f"bedrock.provisioned/{base_of(model_id)}/{commitment}"


def monthly_cost(
    units: int,
    model_id: str,
    commitment: Commitment,
    find: Callable[[str], Price | Unpriced],
    hourly_usd: float | None = None,
) -> MonthlyCost | Unpriced:
    """What units cost in a month.

    Args:
        units: Model units, 1 or more.
        model_id: The foundation model; a custom one costs what the model under it does.
        commitment: The longer, the cheaper an hour.
        find: The price of an item.
        hourly_usd: What somebody was told that a unit costs in an hour; it is taken before any price that is known.

    Returns:
        The cost, or why it is not known.

    Raises:
        ValueError: Units below 1, or a price that is none.
    """
    whole_number("units", units, 1)
    if hourly_usd is not None:
        given = finite_number("hourly_usd", hourly_usd, 0, above=True)
        if given > MOST_USD:
            refuse("hourly_usd", hourly_usd, f"at most {MOST_USD:,}")
        return MonthlyCost(units * given * HOURS_PER_MONTH, given, units, "the price that the settings give")
    found = find(price_item(model_id, commitment))
    if isinstance(found, Unpriced):
        return found
    usd = units * found.usd * HOURS_PER_MONTH
    return MonthlyCost(usd, found.usd, units, f"{found.source}, {found.observed}")


def accepted(cost: MonthlyCost, accept_monthly_usd: float) -> bool:
    """Whether a sum that somebody accepted covers the cost."""
    return finite_number("accept_monthly_usd", accept_monthly_usd, 0) + CENT >= cost.usd
