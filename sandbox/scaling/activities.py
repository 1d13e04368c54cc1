"""What DescribeScalingActivities tells: each change of a capacity or of its bounds, and each that failed."""

from __future__ import annotations

import threading
import time
from typing import Any, Final
from uuid import uuid4

from sandbox.scaling.capacity import namespace_of
from sandbox.scaling.checks import Fields, Key

KEPT: Final = 200


class Activities:
    """The last `KEPT` activities of every region."""

    def __init__(self) -> None:
        self._activities: list[tuple[str, dict[str, Any]]] = []
        self._lock = threading.Lock()

    def note(self, key: Key, cause: str, message: str, *, failed: bool = False) -> None:
        """Records what happened to a target, and why."""
        now = time.time()
        activity = {
            "ActivityId": str(uuid4()),
            "ServiceNamespace": namespace_of(key[2]),
            "ResourceId": key[1],
            "ScalableDimension": key[2],
            "Description": message,
            "Cause": cause,
            "StartTime": now,
            "EndTime": now,
            "StatusCode": "Failed" if failed else "Successful",
            "StatusMessage": message,
        }
        with self._lock:
            self._activities = [*self._activities[1 - KEPT :], (key[0], activity)]

    def listing(self, region: str, request: Fields) -> list[Fields]:
        """DescribeScalingActivities, newest first."""
        with self._lock:
            found = [fields for where, fields in reversed(self._activities) if where == region]
        wanted = {
            name: request[name] for name in ("ServiceNamespace", "ResourceId", "ScalableDimension") if name in request
        }
        return [one for one in found if all(one[name] == value for name, value in wanted.items())]
