"""What is shown, and the words that every format has in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from advisor.cost.difference import Delta, Difference
from advisor.estimate import Estimate, Gap, ResourceCost
from advisor.spread import Spread
from domain.pricing import HOURS_PER_MONTH

CENT: Final = 0.005
NAMES_SHOWN: Final = 3
UNPRICED: Final = ("?", "?", "?")


@dataclass(frozen=True)
class Report:
    """An estimate, or what a change does to it.

    Args:
        stack: Name of the stack.
        region: Its Region; ``None`` when it is not known.
        usage: Where the usage is from, in words.
        estimate: The stack, after the change when there is one.
        difference: The change, or ``None``.
        verdict: What the budget gate says; empty without one.
        notes: Further remarks.
    """

    stack: str
    region: str | None
    usage: str
    estimate: Estimate
    difference: Difference | None = None
    verdict: str = ""
    notes: tuple[str, ...] = ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What has no figure: of the change when there is one, else of the stack."""
        return self.estimate.gaps if self.difference is None else self.difference.gaps

    @property
    def is_complete(self) -> bool:
        """Whether the whole stack has figures, and with a change both of its sides where they differ."""
        return self.estimate.is_complete and not self.gaps

    @property
    def open_themes(self) -> frozenset[str]:
        """Themes whose figures are lower bounds, or whose change is not known in full."""
        if self.difference is not None:
            subjects = [change.subject for change in self.difference.changes if change.is_open]
        else:
            subjects = [cost for cost in self.estimate.costs if cost.gaps]
        return frozenset(subject.resource.theme for subject in subjects)


@dataclass(frozen=True)
class GapGroup:
    """Gaps of one cause."""

    what: str
    reason: str
    names: tuple[str, ...]

    def describe(self) -> str:
        """One line: what, why, and whose."""
        names = [name for name in dict.fromkeys(self.names) if name]
        shown = ", ".join(names[:NAMES_SHOWN])
        more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
        return f"{self.what}: {self.reason}" + (f" ({shown}{more})" if names else "")


def gap_groups(gaps: Iterable[Gap]) -> list[GapGroup]:
    """Gaps by their cause: one missing price is told once, with the resources that wait for it."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for gap in gaps:
        groups[gap.what, gap.reason].append(gap.name)
    return [GapGroup(what, reason, tuple(names)) for (what, reason), names in groups.items()]


def billed(estimate: Estimate) -> list[ResourceCost]:
    """Resources with a line or a gap, the dearest first."""
    found = [cost for cost in estimate.costs if cost.lines or cost.gaps]
    return sorted(found, key=lambda cost: (-cost.cost.expected, -cost.cost.high, cost.resource.name))


def money(amount: float) -> str:
    """US dollars for people; what is too little to show is not shown as nothing.

    >>> money(1234.5), money(0.001), money(0)
    ('1,234.50', '<0.01', '0.00')
    """
    return "<0.01" if 0 < amount < CENT else f"{amount:,.2f}"


def signed(amount: float) -> str:
    """A difference in US dollars.

    >>> signed(3.1), signed(-3.1), signed(0)
    ('+3.10', '-3.10', '0.00')
    """
    if abs(amount) < CENT:
        return "0.00" if amount == 0 else ("+" if amount > 0 else "-") + "<0.01"
    return f"{amount:+,.2f}"


def figures(amount: Spread | Delta) -> tuple[str, str, str]:
    """The three figures as text."""
    show = money if isinstance(amount, Spread) else signed
    return show(amount.low), show(amount.expected), show(amount.high)


def mark(*, some_unpriced: bool) -> str:
    """What stands behind a name whose figures are not the whole truth."""
    return " (not all priced)" if some_unpriced else ""


def resource_figures(cost: ResourceCost) -> tuple[str, str, str]:
    """The figures of a resource; of one that has no price at all they are not 0."""
    return UNPRICED if cost.gaps and not cost.lines else figures(cost.cost)


def headline(report: Report) -> str:
    """The whole report in one line."""
    if report.difference is not None:
        total, complete = figures(report.difference.total), report.difference.is_complete
        kind = "changes by" if complete else "changes, as far as prices are known, by"
    else:
        total, complete = figures(report.estimate.total), report.estimate.is_complete
        kind = "costs" if complete else "costs at least"
    return f"{report.stack or 'The stack'} {kind} {total[1]} USD a month ({total[0]} to {total[2]})"


def warning(report: Report) -> str:
    """What a reader must know before the figures; empty when nothing is missing."""
    count = len(gap_groups(report.gaps))
    if not count:
        return ""
    things = "1 thing has no price" if count == 1 else f"{count} things have no price"
    return f"NOT PRICED: {things}, and none of them is counted as 0"


def remarks(report: Report) -> Sequence[str]:
    """How the figures came about."""
    estimate = report.estimate
    lines = [
        f"US dollars for a month of {HOURS_PER_MONTH} hours in a quiet, a usual and a busy month. {report.usage}.",
        "Free tiers, discounts, Savings Plans, taxes and transfer to the internet are not in it.",
    ]
    prices = [line.price for cost in estimate.costs for line in cost.lines]
    if prices:
        days = sorted(price.observed for price in prices)
        lines.append(f"Prices as of {estimate.on}, observed from {days[0]} to {days[-1]}.")
    free = sum(bool(cost.free) for cost in estimate.costs)
    if free:
        lines.append(f"{free} of {len(estimate.costs)} resources are of types that are not billed.")
    return [*lines, *report.notes]
