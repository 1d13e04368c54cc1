"""Schedules that fire: EventBridge Scheduler's, and rules of EventBridge that have a schedule expression."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol
from uuid import uuid4

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.events.bus import BorderClosedError, EventBus
from sandbox.events.schedule import Timing
from sandbox.events.targets import Delivery, Targets
from sandbox.request import ACCOUNT_ID

_TICK_S: Final = 0.5


class Clock(Protocol):
    """Time, for tests to replace."""

    def now(self) -> datetime:
        """The present moment, UTC."""

    def wait(self, seconds: float) -> bool:
        """Waits; True when it was told to end."""


class SystemClock:
    """The machine's clock; `end` wakes who waits."""

    def __init__(self) -> None:
        self._ended = threading.Event()

    def now(self) -> datetime:
        """The present moment, UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> bool:
        """Waits; True when it was told to end."""
        return self._ended.wait(seconds)

    def end(self) -> None:
        """Wakes the waiting thread for the last time."""
        self._ended.set()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A schedule, or a rule with a schedule, as the loop sees it."""

    key: str
    timing: Timing
    record: Any
    region: str
    is_rule: bool


class ScheduleLoop:
    """Looks at every schedule twice a second and fires those that are due.

    Args:
        context: Options and log.
        bus: Fires rules, and knows how to retry.
        targets: Delivers to a schedule's target.
        clock: Time.
    """

    def __init__(self, context: SandboxContext, bus: EventBus, targets: Targets, clock: Clock) -> None:
        self._context = context
        self._bus = bus
        self._targets = targets
        self._clock = clock
        self._seen: dict[str, datetime] = {}

    def run(self) -> None:
        """Fires until the clock ends."""
        while not self._clock.wait(_TICK_S):
            if self._context.options.schedules:
                self.tick()

    def tick(self) -> None:
        """Fires everything that became due since the last look."""
        now = self._clock.now()
        for entry in list(_entries()):
            if not self._context.borders.stands(entry.region):  # and nothing of that time is made up for
                self._seen[entry.key] = now
                continue
            since = self._seen.get(entry.key, _created(entry.record, now))
            try:
                due = entry.timing.next_fire(since)
            except ValueError as error:
                self._context.log.warning("%s never fires: %s", entry.key, error)
                due = None
            if due is not None and due <= now:
                self._seen[entry.key] = now
                self._fire(entry, due)

    def run_now(self, name: str) -> bool:
        """Fires the schedule or scheduled rule of that name at once; False when there is none."""
        for entry in list(_entries(enabled_only=False)):
            if entry.record.name == name:
                self._fire(entry, self._clock.now())
                return True
        return False

    def _fire(self, entry: _Entry, moment: datetime) -> None:
        time = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        if entry.is_rule:
            event = {
                "version": "0",
                "id": str(uuid4()),
                "detail-type": "Scheduled Event",
                "source": "aws.events",
                "account": ACCOUNT_ID,
                "time": time,
                "region": entry.region,
                "resources": [entry.record.arn],
                "detail": {},
            }
            self._bus.fire(entry.record, event)
            return
        threading.Thread(target=self._fire_schedule, args=(entry, time), name="schedule", daemon=True).start()

    def _fire_schedule(self, entry: _Entry, time: str) -> None:
        schedule = entry.record
        text = str(schedule.target.get("Input") or "{}")
        values = {
            "schedule-arn": schedule.arn,
            "scheduled-time": time,
            "execution-id": str(uuid4()),
            "attempt-number": "1",
        }
        for name, value in values.items():
            text = text.replace(f"<aws.scheduler.{name}>", value)
        delivery = Delivery(schedule.target, text, schedule.arn, entry.region, schedule.target["RoleArn"])
        self._attempt(delivery)
        if schedule.action_after_completion == "DELETE" and schedule.schedule_expression.startswith("at("):
            self._delete(entry)

    def _attempt(self, delivery: Delivery) -> None:
        """A delivery that its region's end interrupts goes on with the region."""
        while True:
            try:
                self._bus.attempt(delivery, lambda: self._targets.deliver(delivery))
            except BorderClosedError:
                if self._context.borders.await_region(delivery.region):
                    continue
            return

    def _delete(self, entry: _Entry) -> None:
        from moto.scheduler.models import scheduler_backends

        scheduler_backends[ACCOUNT_ID][entry.region].delete_schedule(entry.record.group_name, entry.record.name)


def _created(record: Any, now: datetime) -> datetime:
    """Just before a record came to be, so that a moment equal to its creation is still ahead."""
    stamp = getattr(record, "last_modified_date", None)
    return datetime.fromtimestamp(float(stamp) - 0.001, UTC) if stamp else now


def _entries(*, enabled_only: bool = True) -> Iterator[_Entry]:
    from moto.events.models import events_backends
    from moto.scheduler.models import scheduler_backends

    for region, backend in list(scheduler_backends[ACCOUNT_ID].items()):
        for group in list(backend.schedule_groups.values()):
            for schedule in list(group.schedules.values()):
                if schedule.state == "ENABLED" or not enabled_only:
                    yield _Entry(schedule.arn, _schedule_timing(schedule), schedule, region, is_rule=False)
    for region, buses in list(events_backends[ACCOUNT_ID].items()):
        for bus in list(buses.event_buses.values()):
            for rule in list(bus.rules.values()):
                if rule.scheduled_expression and (rule.state == "ENABLED" or not enabled_only):
                    timing = Timing(rule.scheduled_expression, _rule_anchor(rule), at_once=False)
                    yield _Entry(rule.arn, timing, rule, region, is_rule=True)


def _schedule_timing(schedule: Any) -> Timing:
    return Timing(
        schedule.schedule_expression,
        datetime.fromtimestamp(float(schedule.last_modified_date), UTC),
        schedule.schedule_expression_timezone or "UTC",
        _moment(schedule.start_date),
        _moment(schedule.end_date),
    )


def _rule_anchor(rule: Any) -> datetime:
    """Moto keeps no creation date of a rule: the first look at it counts."""
    if not hasattr(rule, "last_modified_date"):
        rule.last_modified_date = datetime.now(UTC).timestamp()
    return datetime.fromtimestamp(rule.last_modified_date, UTC)


def _moment(value: Any) -> datetime | None:
    if value in (None, ""):
        return None
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    text = str(value)
    if text.replace(".", "", 1).isdigit():
        return datetime.fromtimestamp(float(text), UTC)
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def checked_role(target: Any) -> None:
    """A schedule's target needs a role.

    Raises:
        AwsError: ValidationException.
    """
    if not (target or {}).get("RoleArn"):
        raise AwsError("ValidationException", "Target.RoleArn is missing; a schedule calls its target as that role")
