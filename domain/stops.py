"""What stopping an endpoint changes: capacities before and after, and the record of it, without AWS."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

from domain.checks import refuse

LAST_ACTION: Final = "AutoStopAction"
LAST_REASON: Final = "AutoStopReason"
LAST_TIME: Final = "AutoStopTime"
NOTES: Final = (LAST_ACTION, LAST_REASON, LAST_TIME)
"""Informational tags of an endpoint: what was done to it last. Nothing is decided by them."""


class Dimension(StrEnum):
    """What Application Auto Scaling may scale of an endpoint, in its own words."""

    INSTANCES = "sagemaker:variant:DesiredInstanceCount"
    COPIES = "sagemaker:inference-component:DesiredCopyCount"


@dataclass(frozen=True)
class Suspension:
    """Which activities of a scalable target are suspended: scaling in and out by policies, and scheduled actions."""

    scale_in: bool = False
    scale_out: bool = False
    schedule: bool = False


@dataclass(frozen=True)
class Bounds:
    """A scalable target: smallest and largest capacity, and what of it is suspended."""

    minimum: int
    maximum: int
    suspension: Suspension = Suspension()


@dataclass(frozen=True)
class Capacity:
    """How a unit stands: instances or copies that are wanted, and its scalable target; ``None`` without one."""

    desired: int
    bounds: Bounds | None = None


@dataclass(frozen=True)
class Unit:
    """What scales on its own: a variant on instances, or an inference component.

    Attributes:
        resource_id: ``endpoint/<name>/variant/<name>`` or ``inference-component/<name>``.
        dimension: What is scaled.
        capacity: How it stands.
        has_schedule: Whether scheduled actions exist for it.
        wakes_up: Whether it may go to zero and a policy brings it back. A variant of its own model never may.
    """

    resource_id: str
    dimension: Dimension
    capacity: Capacity
    has_schedule: bool = False
    wakes_up: bool = False


@dataclass(frozen=True)
class Change:
    """One unit, as it is and as it shall be."""

    resource_id: str
    dimension: Dimension
    before: Capacity
    after: Capacity

    def to_json(self) -> str:
        """Return the stored form."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Change":
        """Read what :meth:`to_json` wrote.

        Raises:
            ValueError: It is something else.
        """
        try:
            found = json.loads(text)
            before, after = _capacity(found["before"]), _capacity(found["after"])
            return cls(str(found["resource_id"]), Dimension(found["dimension"]), before, after)
        except (KeyError, TypeError, ValueError):
            refuse("change", text, "what Change.to_json wrote")


def _capacity(found: Mapping[str, Any]) -> Capacity:
    bounds = found["bounds"]
    if bounds is None:
        return Capacity(int(found["desired"]))
    suspension = Suspension(**bounds["suspension"])
    return Capacity(int(found["desired"]), Bounds(int(bounds["minimum"]), int(bounds["maximum"]), suspension))


def scaled_down(units: Iterable[Unit], target: int) -> Iterator[Change]:
    """Yield what brings each unit down to ``target``, or to 1 where it could not come back from 0.

    The smallest capacity goes down with it, or scaling would bring the unit up again at once; the largest stays, so
    that traffic still finds it growing. A unit that is there already changes nothing.

    Raises:
        ValueError: ``target`` is negative.
    """
    if target < 0:
        refuse("target", target, "0 or more")
    for unit in units:
        floor = target if unit.wakes_up else max(target, 1)
        before = unit.capacity
        bounds = before.bounds and replace(before.bounds, minimum=min(before.bounds.minimum, floor))
        after = Capacity(min(before.desired, floor), bounds)
        if after != before:
            yield Change(unit.resource_id, unit.dimension, before, after)


def suspended(units: Iterable[Unit]) -> Iterator[Change]:
    """Yield what suspends the scheduled actions of each unit that has some; capacities stay as they are."""
    for unit in units:
        bounds = unit.capacity.bounds
        if bounds is not None and unit.has_schedule and not bounds.suspension.schedule:
            held = replace(bounds, suspension=replace(bounds.suspension, schedule=True))
            yield Change(unit.resource_id, unit.dimension, unit.capacity, replace(unit.capacity, bounds=held))


def removed(units: Iterable[Unit]) -> Iterator[Change]:
    """Yield what a deletion takes away: everything that runs."""
    for unit in units:
        yield Change(unit.resource_id, unit.dimension, unit.capacity, replace(unit.capacity, desired=0))


def merged(known: Iterable[Change], new: Iterable[Change]) -> tuple[Change, ...]:
    """Return what a record must hold so that taking it back brings back what was there before the first of two stops.

    A unit that stands as an earlier stop left it has its "before" from that stop; one that somebody set anew since has
    what is seen now.

    Args:
        known: Changes that were recorded earlier and not taken back since.
        new: Changes that are about to be made.
    """
    found = {change.resource_id: change for change in known}
    for change in new:
        earlier = found.get(change.resource_id)
        found[change.resource_id] = (
            replace(change, before=earlier.before) if earlier and _stands(earlier, change) else change
        )
    return tuple(found.values())


def _stands(earlier: Change, change: Change) -> bool:
    if change.before.bounds is None:
        return earlier.after == change.before
    return earlier.after.bounds == change.before.bounds


@dataclass(frozen=True)
class Removal:
    """A deleted endpoint: the configuration, which is kept, and the tags, with which it can be made again."""

    configuration: str
    tags: Mapping[str, str]


class RecordState(StrEnum):
    """How far a stop is."""

    STOPPING = "stopping"
    STOPPED = "stopped"
    RESTORED = "restored"


@dataclass(frozen=True)
class StopRecord:
    """What was done to one endpoint; stored before it is done.

    Attributes:
        endpoint: Name.
        state: ``stopping`` while it is being done or taken back, and after a failure half-way.
        changes: Capacities before and after.
        removal: Set when the endpoint was deleted.
        reason: Why.
        at: When it came into this state, ISO 8601, UTC.
        version: Counts the writes: who writes must have read the one before, so no two runs act on one endpoint.
    """

    endpoint: str
    state: RecordState
    changes: tuple[Change, ...]
    removal: Removal | None
    reason: str
    at: str
    version: int = 1

    def next(self, state: RecordState, at: str) -> "StopRecord":
        """Return the record that follows this one."""
        return replace(self, state=state, at=at, version=self.version + 1)
