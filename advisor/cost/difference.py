"""What a change costs: two estimates of one stack, resource by resource."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from advisor.estimate import Estimate, Gap, ResourceCost
from advisor.spread import NOTHING, Spread


class Fate(StrEnum):
    """What happens to a resource."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Delta:
    """A difference in US dollars a month: of the quiet, the usual and the busy month, each by itself; may be negative.

    The three are in no order: a change may cost more in a quiet month and less in a busy one.
    """

    low: float
    expected: float
    high: float

    def __neg__(self) -> Delta:
        return Delta(-self.low, -self.expected, -self.high)

    @property
    def size(self) -> float:
        """How far it is from nothing, in the month in which it is most."""
        return max(abs(self.low), abs(self.expected), abs(self.high))


@dataclass(frozen=True)
class ResourceChange:
    """One resource before and after.

    Args:
        before: What it costs now; ``None`` when it is new.
        after: What it will cost; ``None`` when it goes.
    """

    before: ResourceCost | None
    after: ResourceCost | None

    @property
    def subject(self) -> ResourceCost:
        """It after the change, or before when it goes."""
        found = self.after or self.before
        if found is None:
            raise ValueError("before, after = None, None is not accepted: one of them")
        return found

    @property
    def delta(self) -> Delta:
        """What the change adds."""
        return _delta(_cost(self.before), _cost(self.after))

    @property
    def fate(self) -> Fate:
        """What happens to it, as far as it is billed."""
        if self.before is None:
            return Fate.ADDED
        if self.after is None:
            return Fate.REMOVED
        same = self.before.cost == self.after.cost and self._same_gaps(self.before, self.after)
        return Fate.SAME if same else Fate.CHANGED

    @property
    def is_open(self) -> bool:
        """Whether something without a figure comes, goes or changes: then its delta is not the whole truth."""
        before, after = _gaps(self.before), _gaps(self.after)
        return bool(before or after) and self.fate is not Fate.SAME

    @staticmethod
    def _same_gaps(before: ResourceCost, after: ResourceCost) -> bool:
        """Whether what has no figure is as much as before; where nobody knows how much, whether anything changed."""
        if [_reason(gap) for gap in before.gaps] != [_reason(gap) for gap in after.gaps]:
            return False
        unmeasured = any(gap.quantity is None for gap in after.gaps)
        return not unmeasured or before.resource.properties.values == after.resource.properties.values


@dataclass(frozen=True)
class Difference:
    """Everything that a change does to the bill.

    Args:
        before: The estimate of the stack as it is.
        after: And as it will be, with the same prices and usage.
        changes: Each resource of either; the largest change first.
    """

    before: Estimate
    after: Estimate
    changes: tuple[ResourceChange, ...]

    @cached_property
    def total(self) -> Delta:
        """What the change adds to the month's bill."""
        return summed(change.delta for change in self.changes)

    @property
    def is_complete(self) -> bool:
        """Whether no resource that changes has a gap, and both files say everything."""
        outside = self.before.outside or self.after.outside
        return not outside and not any(change.is_open for change in self.changes)

    @property
    def visible(self) -> tuple[ResourceChange, ...]:
        """The changes that a reader wants to see: what is billed differently."""
        return tuple(one for one in self.changes if one.fate is not Fate.SAME and (one.delta.size > 0 or one.is_open))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What has no figure among what changes, before and after."""
        opened = [
            gap for change in self.changes if change.is_open for gap in change.subject.gaps or _gaps(change.before)
        ]
        return (*self.before.outside, *self.after.outside, *opened)

    def by_theme(self) -> Mapping[str, Delta]:
        """What the change adds to each theme."""
        groups: dict[str, list[Delta]] = defaultdict(list)
        for change in self.changes:
            groups[change.subject.resource.theme].append(change.delta)
        return {theme: summed(parts) for theme, parts in sorted(groups.items())}


def difference(before: Estimate, after: Estimate) -> Difference:
    """Compare two estimates.

    Resources are the same when their URNs are, whatever the stack is called: so two stacks can be compared as well.
    """
    old = {_key(cost): cost for cost in before.costs}
    new = {_key(cost): cost for cost in after.costs}
    changes = [ResourceChange(old.get(key), new.get(key)) for key in {**old, **new}]
    changes.sort(key=lambda change: (-change.delta.size, change.subject.resource.name, change.subject.resource.urn))
    return Difference(before, after, tuple(changes))


def _key(cost: ResourceCost) -> str:
    return cost.resource.urn.partition("::")[2] or cost.resource.urn


def _cost(cost: ResourceCost | None) -> Spread:
    return NOTHING if cost is None else cost.cost


def _gaps(cost: ResourceCost | None) -> tuple[Gap, ...]:
    return () if cost is None else cost.gaps


def _reason(gap: Gap) -> tuple[str, str, Spread | None]:
    return gap.what, gap.reason, gap.quantity


def _delta(before: Spread, after: Spread) -> Delta:
    return Delta(after.low - before.low, after.expected - before.expected, after.high - before.high)


def summed(parts: Iterable[Delta]) -> Delta:
    """The sum of differences."""
    found = tuple(parts)
    return Delta(
        math.fsum(part.low for part in found),
        math.fsum(part.expected for part in found),
        math.fsum(part.high for part in found),
    )
