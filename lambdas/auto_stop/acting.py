"""Carries stops out, and takes them back: recorded before the first change is made, each step safe to repeat.

A record that says ``stopping`` is a promise: whatever went wrong, somebody takes the stop back. The run that failed
tries at once; after it every later run does, and so does a restore.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.restorations import Restoration, restoration
from domain.stops import (
    LAST_ACTION,
    LAST_REASON,
    LAST_TIME,
    Change,
    Dimension,
    RecordState,
    Removal,
    StopRecord,
    merged,
)
from lambdas.auto_stop.failures import FAILURES, told
from lambdas.auto_stop.inspection import Inspection
from lambdas.clients.endpoint_capacity import EndpointCapacity
from lambdas.clients.endpoint_removal import EndpointRemoval
from lambdas.clients.scalable_targets import ScalableTargets
from lambdas.clients.stop_records import StopRecords
from lambdas.errors import AutoStopHalfDoneError, AutoStopRefusedError

LONGEST_RUN: Final = timedelta(minutes=15)
"""A function lasts no longer, so an older ``stopping`` is no run that is still at it.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"""
DELETING: Final = "Deleting"


@dataclass(frozen=True)
class Acting:
    """The clients that act; ``removal`` is ``None`` where the stack never deletes."""

    inspection: Inspection
    capacity: EndpointCapacity
    targets: ScalableTargets
    records: StopRecords
    removal: EndpointRemoval | None

    def stop(self, record: StopRecord, changes: Sequence[Change], at: str) -> None:
        """Store a record and do what it says; after a failure half-way take it back.

        Args:
            record: What to store; it also remembers changes of earlier stops.
            changes: The changes of this stop; none for a deletion.
            at: Now.

        Raises:
            AutoStopRefusedError: The function was not set up to delete.
            AutoStopHalfDoneError: It failed, and so did taking it back.
        """
        if record.removal is not None and self.removal is None:
            raise AutoStopRefusedError(f"{record.endpoint!r} was to be deleted, but the stack's action is not delete")
        self.records.store(record)
        try:
            if record.removal is not None and self.removal is not None:
                self.removal.delete(record.endpoint)
            else:
                self._make(changes)
        except FAILURES as error:
            self._undo(record, error, at)
            raise
        self.records.store(record.next(RecordState.STOPPED, at))

    def settle(self, record: StopRecord, at: str) -> str:
        """Bring a stop or restore that ended half-way to an end: what still stands as it was left is taken back.

        A deletion that was begun is as SageMaker says: done, or never made.

        Returns:
            The state that it came to, and what was left as it is now, for people.
        """
        if record.removal is not None:
            state = self.inspection.states.describe(record.endpoint)
            there = state is not None and state.status != DELETING
            settled = record.next(RecordState.RESTORED if there else RecordState.STOPPED, at)
            self.records.store(settled)
            return f"{settled.state.value} now"
        taken = record.next(RecordState.STOPPING, at)
        self.records.store(taken)
        planned = self._restorations(record)
        self._make([one.change for one in planned if one.change is not None])
        settled = taken.next(RecordState.RESTORED, at)
        self.records.store(settled)
        left = "; ".join(one.conflict for one in planned if one.conflict)
        return f"{settled.state.value} now, but {left}" if left else f"{settled.state.value} now"

    def restore(self, record: StopRecord, at: str, *, force: bool) -> None:
        """Take back what a record holds.

        Raises:
            AutoStopRefusedError: Somebody else changed it since, or a run is at it, and this is not forced; or the
                endpoint was deleted and the function is no longer set up to make endpoints. Nothing was changed.
        """
        if is_fresh(record, at) and not force:
            raise AutoStopRefusedError(f"a run is acting on {record.endpoint!r}: try again in {LONGEST_RUN}")
        if record.removal is not None and self.removal is None:
            raise AutoStopRefusedError(
                f"{record.endpoint!r} was deleted: set the stack's action to delete again, or make it from its "
                f"configuration {record.removal.configuration!r}"
            )
        planned = [] if record.removal is not None else self._restorations(record, force=force)
        conflicts = [one.conflict for one in planned if one.conflict]
        if conflicts:
            raise AutoStopRefusedError("; ".join(conflicts))
        taken = record.next(RecordState.STOPPING, at)
        self.records.store(taken)
        if record.removal is not None and self.removal is not None:
            self.removal.create(record.endpoint, record.removal.configuration, record.removal.tags)
            self._register_again(record.changes)
        self._make([one.change for one in planned if one.change is not None])
        self.records.store(taken.next(RecordState.RESTORED, at))

    def note(self, arn: str, action: str, reason: str, at: str) -> None:
        """Say on the endpoint itself what was done to it last; only for people to read."""
        self.capacity.note(arn, {LAST_ACTION: action, LAST_REASON: reason, LAST_TIME: at})

    def _undo(self, record: StopRecord, error: Exception, at: str) -> None:
        try:
            self.settle(record, at)
        except FAILURES as second:
            raise AutoStopHalfDoneError(
                f"{told(error)}; taking it back failed too: {told(second)}; the next run takes it back, or a restore"
            ) from error

    def _restorations(self, record: StopRecord, *, force: bool = False) -> list[Restoration]:
        return [
            restoration(change, self.inspection.present(change.resource_id, change.dimension), force=force)
            for change in record.changes
        ]

    def _make(self, changes: Sequence[Change]) -> None:
        """Make changes: bounds first where capacity falls, last where it rises.

        A capacity below its bounds would be scaled up again; bounds that rise first would make Application Auto Scaling
        update the endpoint, which then takes no other update.
        """
        rising = [change for change in changes if change.after.desired > change.before.desired]
        self._register(change for change in changes if change not in rising)
        counts: dict[str, dict[str, int]] = {}
        for change in changes:
            if change.after.desired == change.before.desired:
                continue
            parts = change.resource_id.split("/")
            if change.dimension is Dimension.COPIES:
                self.capacity.set_copies(parts[1], change.after.desired)
            else:
                counts.setdefault(parts[1], {})[parts[3]] = change.after.desired
        for endpoint, wanted in counts.items():
            self.capacity.set_instances(endpoint, wanted)
        self._register(rising)

    def _register(self, changes: Iterable[Change]) -> None:
        for change in changes:
            bounds = change.after.bounds
            if bounds is not None and bounds != change.before.bounds:
                self.targets.register(change.resource_id, change.dimension, bounds, change.before.bounds)

    def _register_again(self, changes: Iterable[Change]) -> None:
        """Register what scaled of an endpoint that was deleted, unless somebody has done so."""
        for change in changes:
            known = change.before.bounds
            if known is not None and self.targets.bounds(change.resource_id, change.dimension) is None:
                self.targets.register(change.resource_id, change.dimension, known, None)


def planned_stop(
    known: StopRecord | None, endpoint: str, changes: Sequence[Change], removal: Removal | None, reason: str, at: str
) -> StopRecord:
    """Return the record of a stop that is about to be made, on top of what is known of the endpoint."""
    earlier = known.changes if known and known.state is RecordState.STOPPED and known.removal is None else ()
    version = 1 if known is None else known.version + 1
    return StopRecord(endpoint, RecordState.STOPPING, merged(earlier, changes), removal, reason, at, version)


def is_fresh(record: StopRecord, at: str) -> bool:
    """Whether a run may still be at it."""
    age = datetime.fromisoformat(at) - datetime.fromisoformat(record.at)
    return record.state is RecordState.STOPPING and age < LONGEST_RUN
