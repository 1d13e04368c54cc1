"""Scheduled actions: checked and remembered. The sandbox has no calendar for them; moto has none either."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID
from sandbox.scaling.checks import Fields, Key, check_action, no_target, target_key


class ScheduledActions:
    """The scheduled actions of every region.

    Args:
        has_target: Whether a target is registered.
    """

    def __init__(self, has_target: Callable[[Key], bool]) -> None:
        self._has_target = has_target
        self._actions: dict[tuple[Key, str], dict[str, Any]] = {}
        self._lock = threading.RLock()

    def drop(self, key: Key) -> None:
        """Forgets the actions of a target that is deregistered."""
        with self._lock:
            self._actions = {known: fields for known, fields in self._actions.items() if known[0] != key}

    def put(self, region: str, request: Fields) -> None:
        """PutScheduledAction; it is remembered and checked, the sandbox has no calendar for it.

        Raises:
            AwsError: No such target, a schedule or time zone that is none, or bounds that do not fit.
        """
        key, name = target_key(region, request), str(request["ScheduledActionName"])
        with self._lock:
            if not self._has_target(key):
                raise no_target(key)
            old = self._actions.get((key, name), {})
            fields = {**old, **request}
            check_action(fields)
            fields.setdefault("CreationTime", time.time())
            fields.setdefault("ScheduledActionARN", _action_arn(region, key[1], name))
            self._actions[key, name] = fields

    def delete(self, region: str, request: Fields) -> None:
        """DeleteScheduledAction."""
        key, name = target_key(region, request), str(request["ScheduledActionName"])
        with self._lock:
            if self._actions.pop((key, name), None) is None:
                raise AwsError("ObjectNotFoundException", f"No scheduled action found for {key[1]}, {key[2]}: {name}")

    def listing(self, region: str, request: Fields) -> list[Fields]:
        """DescribeScheduledActions."""
        names = request.get("ScheduledActionNames")
        with self._lock:
            return [
                fields
                for ((where, resource, dimension), name), fields in self._actions.items()
                if where == region
                and request.get("ResourceId", resource) == resource
                and request.get("ScalableDimension", dimension) == dimension
                and (not names or name in names)
            ]


def _action_arn(region: str, resource: str, name: str) -> str:
    head = f"arn:aws:autoscaling:{region}:{ACCOUNT_ID}:scheduledAction:{uuid4()}"
    return f"{head}:resource/sagemaker/{resource}:scheduledActionName/{name}"
