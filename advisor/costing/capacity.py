"""Between which bounds Application Auto Scaling keeps a capacity through a year.

They are those of its target, changed by its scheduled actions.

An action fires at its start time, if it has one, and then by its schedule until its end time:
https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from advisor.costing.context import Context
from advisor.costing.cron import firings
from advisor.errors import NotKnownError
from advisor.spread import Spread
from advisor.stack.resources import Resource

TARGET: Final = "aws:appautoscaling/target:Target"
ACTION: Final = "aws:appautoscaling/scheduledAction:ScheduledAction"
YEAR: Final = timedelta(days=365)
BEFORE: Final = timedelta(days=40)
"""How far back the state of the first day is looked for: a monthly action has fired by then."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Fewest and most."""

    low: float
    high: float


@dataclass(frozen=True)
class Timeline:
    """Bounds through a year: each holds from its moment until the next one's; the first moment is the year's begin."""

    changes: tuple[tuple[datetime, Bounds], ...]

    def mapped(self, change: Callable[[Bounds], Bounds]) -> Timeline:
        """The same moments with other bounds."""
        return Timeline(tuple((moment, change(bounds)) for moment, bounds in self.changes))

    def average(self, share: Spread) -> Spread:
        """The mean capacity when it is ``share`` of the way from the fewest to the most."""
        end = self.changes[0][0] + YEAR
        until = [*(moment for moment, _ in self.changes[1:]), end]
        shares = [(later - moment) / YEAR for (moment, _), later in zip(self.changes, until, strict=True)]
        held = [bounds for _, bounds in self.changes]
        low = math.fsum(one.low * part for one, part in zip(held, shares, strict=True))
        high = math.fsum(one.high * part for one, part in zip(held, shares, strict=True))
        return share.between(low, max(low, high))


def steady(bounds: Bounds, on: date) -> Timeline:
    """The same bounds all year."""
    return Timeline(((_begin(on), bounds),))


def added(timelines: Sequence[Timeline]) -> Timeline:
    """The sum of several capacities at each moment; one at least."""
    moments = sorted({moment for timeline in timelines for moment, _ in timeline.changes})
    places = [0] * len(timelines)
    changes = []
    for moment in moments:
        for number, timeline in enumerate(timelines):
            following = places[number] + 1
            if following < len(timeline.changes) and timeline.changes[following][0] <= moment:
                places[number] = following
        held = [timeline.changes[place][1] for timeline, place in zip(timelines, places, strict=True)]
        changes.append((moment, Bounds(sum(one.low for one in held), sum(one.high for one in held))))
    return Timeline(tuple(changes))


def timeline_of(target: Resource, context: Context) -> Timeline:
    """The bounds of a scalable target through the year.

    Raises:
        NotKnownError: A bound or a schedule is not known, or cannot be read.
    """
    properties = target.properties
    bounds = Bounds(properties.required_number("minCapacity"), properties.required_number("maxCapacity"))
    begin = _begin(context.on)
    changes = [(begin, bounds)]
    for moment, low, high in sorted(_changes(target, context, begin), key=lambda change: change[0]):
        held = changes[-1][1]
        new = Bounds(held.low if low is None else low, held.high if high is None else high)
        if new.low > new.high:
            raise NotKnownError(f"scheduled actions of {target.name} leave the minimum above the maximum")
        if moment <= begin:
            changes = [(begin, new)]
        elif new != held:
            changes.append((moment, new))
    return Timeline(tuple(changes))


def targets_of(resource_id: str | None, dimension: str, owner: Resource, context: Context) -> Iterator[Resource]:
    """The scalable targets of a resource: by the id that they name, or by where it comes from while it is unknown."""
    for target in context.holding(TARGET, "resourceId", resource_id, owner):
        if target.properties.text("scalableDimension") == dimension:
            yield target


def _changes(
    target: Resource, context: Context, begin: datetime
) -> Iterator[tuple[datetime, float | None, float | None]]:
    values = target.properties.values
    for action in context.holding(ACTION, "resourceId", values.get("resourceId"), target):
        if action.properties.text("scalableDimension", "") not in ("", values.get("scalableDimension")):
            continue
        change = action.properties.child("scalableTargetAction")
        if change is not None:
            low, high = change.number("minCapacity"), change.number("maxCapacity")
            yield from ((moment, low, high) for moment in _moments(action, begin))


def _moments(action: Resource, begin: datetime) -> Iterator[datetime]:
    properties = action.properties
    first, last = (_moment(properties.text(name)) for name in ("startTime", "endTime"))
    since = begin - BEFORE if first is None else max(first, begin - BEFORE)
    until = begin + YEAR if last is None else min(last + timedelta(seconds=1), begin + YEAR)
    if first is not None and since == first < until:
        yield first
    yield from firings(properties.required_text("schedule"), properties.text("timezone"), since, until)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise NotKnownError(f"time {text!r} cannot be read; accepted: ISO 8601") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _begin(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)
