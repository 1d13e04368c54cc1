"""What a stack costs in a month: every resource by what it is billed by, times the prices that are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property

from advisor.costing import charges
from advisor.costing.charges import Charge, Free
from advisor.costing.context import Context
from advisor.costing.items import unit_of
from advisor.errors import NotKnownError
from advisor.services import service_of_item, service_of_type
from advisor.spread import Spread, total
from advisor.stack.resources import Resource
from advisor.usage.profile import Usage
from domain.pricing import Price, PriceBook, Unpriced


@dataclass(frozen=True, slots=True)
class Line:
    """So much of an item at its price.

    Args:
        what: In words.
        quantity: In the unit of the price.
        price: Of one unit, with its source and date.
    """

    what: str
    quantity: Spread
    price: Price

    @property
    def cost(self) -> Spread:
        """US dollars in a month."""
        return self.quantity * self.price.usd


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is billed and has no figure here. It is never 0: totals with a gap are lower bounds.

    Args:
        urn: The resource; empty for what a file leaves out.
        type: Its type token.
        what: What is billed.
        reason: Why there is no figure.
        quantity: How much of it, where that is known and only its price is not.
    """

    urn: str
    type: str
    what: str
    reason: str
    quantity: Spread | None = None

    @property
    def name(self) -> str:
        """Logical name of the resource."""
        return self.urn.split("::", 3)[-1]


@dataclass(frozen=True)
class ResourceCost:
    """What one resource costs.

    Args:
        resource: It.
        lines: What it is billed by.
        gaps: What it is billed by without a figure.
        free: Why it is not billed; empty when it is.
    """

    resource: Resource
    lines: tuple[Line, ...] = ()
    gaps: tuple[Gap, ...] = ()
    free: str = ""

    @cached_property
    def cost(self) -> Spread:
        """US dollars in a month, gaps left out."""
        return total(line.cost for line in self.lines)

    @property
    def service(self) -> str:
        """The service that most of it is billed by."""
        if not self.lines:
            return service_of_type(self.resource.type)
        return service_of_item(max(self.lines, key=lambda line: line.cost.expected).price.item)


@dataclass(frozen=True)
class Estimate:
    """What a stack costs in a month, in US dollars. Nobody's free tier is subtracted.

    Args:
        on: The day on which the prices count.
        costs: Each resource, in the order of the file.
        outside: Gaps that belong to no resource: what the file leaves out.
    """

    on: date
    costs: tuple[ResourceCost, ...]
    outside: tuple[Gap, ...] = ()

    @cached_property
    def total(self) -> Spread:
        """The whole stack; a lower bound unless the estimate is complete."""
        return total(cost.cost for cost in self.costs)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything without a figure."""
        return (*self.outside, *(gap for cost in self.costs for gap in cost.gaps))

    @property
    def is_complete(self) -> bool:
        """Whether everything that is billed has a figure."""
        return not self.gaps

    def by_theme(self) -> Mapping[str, Spread]:
        """The total of each theme."""
        return _grouped(self.costs, lambda cost: cost.resource.theme)

    def by_service(self) -> Mapping[str, Spread]:
        """The total of each service as a bill calls it: a function's traces are X-Ray's."""
        groups: dict[str, list[Spread]] = defaultdict(list)
        for cost in self.costs:
            for line in cost.lines:
                groups[service_of_item(line.price.item)].append(line.cost)
        return {service: total(parts) for service, parts in sorted(groups.items())}

    def leaving_out(self, missing: Iterable[str]) -> Estimate:
        """The same estimate, and what the file says that it leaves out."""
        return replace(self, outside=(*self.outside, *(Gap("", "", "the file", reason) for reason in missing)))


def estimate(
    resources: Iterable[Resource], prices: PriceBook, usage: Usage | None = None, *, on: date | None = None
) -> Estimate:
    """What the resources cost together in a month of 730 hours.

    Args:
        resources: All resources of the stack: an endpoint is priced with its configuration and its scaling.
        prices: What is known of prices.
        usage: How much of everything is used; the default profile without one.
        on: The day on which the prices must be valid, and the first of the year whose average month this is; today
            in UTC without one.
    """
    day = on or datetime.now(UTC).date()
    context = Context(tuple(resources), usage or Usage(), day)
    return Estimate(day, tuple(_priced(resource, context, prices) for resource in context.resources))


def _priced(resource: Resource, context: Context, prices: PriceBook) -> ResourceCost:
    lines: list[Line] = []
    gaps: list[Gap] = []
    free = ""
    try:
        for charge in charges(resource, context):
            if isinstance(charge, Free):
                free = charge.why
            elif not charge.quantity.is_nothing:  # of nothing the price makes no difference, known or not
                found = _line(resource, charge, prices, context.on)
                if isinstance(found, Line):
                    lines.append(found)
                else:
                    gaps.append(found)
    except NotKnownError as error:
        gaps.append(Gap(resource.urn, resource.type, resource.type, str(error)))
    return ResourceCost(resource, tuple(lines), tuple(gaps), "" if lines or gaps else free)


def _line(resource: Resource, charge: Charge, prices: PriceBook, on: date) -> Line | Gap:
    region = charge.region or resource.region
    if region is None:
        reason = f"{charge.item}: the Region is not known; give --region"
        return Gap(resource.urn, resource.type, charge.what, reason, charge.quantity)
    found = prices.find(charge.item, region, on)
    if isinstance(found, Unpriced):
        return Gap(resource.urn, resource.type, charge.what, found.describe(), charge.quantity)
    if found.unit != unit_of(charge.item):
        reason = f"{charge.item} in {region}: the price is of one {found.unit}; accepted: of one {unit_of(charge.item)}"
        return Gap(resource.urn, resource.type, charge.what, reason, charge.quantity)
    return Line(charge.what, charge.quantity, found)


def _grouped(costs: Iterable[ResourceCost], key: Callable[[ResourceCost], str]) -> Mapping[str, Spread]:
    groups: dict[str, list[Spread]] = defaultdict(list)
    for cost in costs:
        groups[key(cost)].append(cost.cost)
    return {name: total(parts) for name, parts in sorted(groups.items())}
