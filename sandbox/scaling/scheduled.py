"""Scheduled actions: remembered, and fired when their time has come.

https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html: a recurring action runs at
its StartTime too, then by its schedule until before its EndTime; an action that was put anew begins anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sandbox.errors import AwsError
from sandbox.events.schedule import Timing
from sandbox.request import ACCOUNT_ID
from sandbox.scaling.capacity import namespace_of
from sandbox.scaling.checks import Fields, Key, check_action, no_target, target_key
from sandbox.scaling.targets import Targets


@dataclass(slots=True)
class ScheduledAction:
    """One scheduled action.

    Attributes:
        fields: The members of the API.
        seen: Firings up to this moment have happened, or are forgone.
    """

    fields: dict[str, Any]
    seen: datetime

    def last_due(self, now: datetime) -> datetime | None:
        """The last moment after `seen` and not after `now` at which it fires; None when there is none."""
        timing, last = _timing(self.fields), None
        moment = next_firing(timing, self.seen)
        while moment is not None and moment <= now:
            last, moment = moment, next_firing(timing, moment)
        return last


def next_firing(timing: Timing, after: datetime) -> datetime | None:
    """The first moment later than `after` at which an action of that timing fires; None when it never does again."""
    start, end = timing.start, timing.end
    if start is not None and after < start and not timing.expression.startswith("at("):
        return start if end is None or start < end else None
    return timing.next_fire(after)


class ScheduledActions:
    """The scheduled actions of every region.

    Args:
        targets: What they change.
        now: The present moment, UTC.
    """

    def __init__(self, targets: Targets, now: Callable[[], datetime]) -> None:
        self._targets = targets
        self._now = now
        self._actions: dict[tuple[Key, str], ScheduledAction] = {}
        self._lock = threading.RLock()

    def fire_due(self) -> None:
        """Fires what became due since the last call, in the order of the moments; what was missed counts once."""
        now = self._now()
        due: list[tuple[datetime, Key, dict[str, Any]]] = []
        with self._lock:
            for (key, _), action in self._actions.items():
                moment = action.last_due(now)
                if moment is not None:
                    action.seen = moment
                    due.append((moment, key, action.fields))
        for _, key, fields in sorted(due, key=lambda one: one[0]):
            self._targets.fire(key, fields)

    def run(self, name: str, resource_id: str | None = None) -> list[str] | None:
        """Fires the actions of that name at once, of one resource or of all.

        Returns:
            The resources whose bounds were set: not those that hold scheduled scaling back. None when no action has
            that name.
        """
        with self._lock:
            found = [(key, action.fields) for (key, own), action in self._actions.items() if own == name]
        wanted = [(key, fields) for key, fields in found if resource_id in (None, key[1])]
        return [key[1] for key, fields in wanted if self._targets.fire(key, fields)] if wanted else None

    def drop(self, key: Key) -> None:
        """Forgets the actions of a target that is deregistered."""
        with self._lock:
            self._actions = {known: action for known, action in self._actions.items() if known[0] != key}

    def put(self, region: str, request: Fields) -> None:
        """PutScheduledAction: new, or changed; members that are left out stay, but for StartTime and EndTime.

        Raises:
            AwsError: No such target, a schedule or time zone that is none, or bounds that do not fit.
        """
        key, name = target_key(region, request), str(request["ScheduledActionName"])
        with self._lock:
            if self._targets.find(key) is None:
                raise no_target(key)
            known, now = self._actions.get((key, name)), self._now()
            old = known.fields if known else {}
            kept = {member: value for member, value in old.items() if member not in ("StartTime", "EndTime")}
            fields = {**kept, **request}
            check_action(fields)
            fields.setdefault("CreationTime", now.timestamp())
            fields.setdefault("ScheduledActionARN", _action_arn(key, name))
            self._actions[key, name] = ScheduledAction(fields, now)

    def delete(self, region: str, request: Fields) -> None:
        """DeleteScheduledAction.

        Raises:
            AwsError: `ObjectNotFoundException`.
        """
        key, name = target_key(region, request), str(request["ScheduledActionName"])
        with self._lock:
            if self._actions.pop((key, name), None) is None:
                raise AwsError("ObjectNotFoundException", f"No scheduled action found for {key[1]}, {key[2]}: {name}")

    def listing(self, region: str, request: Fields) -> list[Fields]:
        """DescribeScheduledActions."""
        names, namespace = request.get("ScheduledActionNames"), request.get("ServiceNamespace")
        with self._lock:
            return [
                action.fields
                for ((where, resource, dimension), name), action in self._actions.items()
                if where == region
                and (not namespace or namespace == namespace_of(dimension))
                and request.get("ResourceId", resource) == resource
                and request.get("ScalableDimension", dimension) == dimension
                and (not names or name in names)
            ]


def _timing(fields: Fields) -> Timing:
    return Timing(
        str(fields["Schedule"]),
        _moment(fields["CreationTime"]),
        str(fields.get("Timezone") or "UTC"),
        _moment(fields["StartTime"]) if fields.get("StartTime") is not None else None,
        _moment(fields["EndTime"]) if fields.get("EndTime") is not None else None,
        at_once=False,
    )


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(float(seconds), UTC)


def _action_arn(key: Key, name: str) -> str:
    head = f"arn:aws:autoscaling:{key[0]}:{ACCOUNT_ID}:scheduledAction:{uuid4()}"
    return f"{head}:resource/{namespace_of(key[2])}/{key[1]}:scheduledActionName/{name}"
