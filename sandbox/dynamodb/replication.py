"""Eventual consistency: each write reaches the other replicas after a while, and the last one wins.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.dynamodb.changes import Change, Image, put_replica
from sandbox.dynamodb.groups import Consistency, GlobalTable
from sandbox.moto_app import LOCKS
from sandbox.request import ACCOUNT_ID

Link = tuple[str, str]
_CLOSED_LOOK_S: Final = 0.05
_METRIC_S: Final = 1.0
_MOST_AT_ONCE: Final = 200


def key_text(keys: Image) -> str:
    """A key that can be compared."""
    return json.dumps(keys, sort_keys=True)


@dataclass
class Clocks:
    """Which write of an item is the last that a replica knows: by time, then by region."""

    _last: dict[tuple[str, str, str], tuple[float, str]] = field(default_factory=dict)

    def wins(self, region: str, change: Change) -> bool:
        """Whether a change is later than what the replica in `region` has; it is noted then."""
        key = (region, change.table, key_text(change.keys))
        stamp = (change.at, change.region)
        if stamp <= self._last.get(key, (0.0, "")):
            return False
        self._last[key] = stamp
        return True

    def forget(self, table: str, region: str) -> None:
        """The replica is gone."""
        for key in [key for key in list(self._last) if key[:2] == (region, table)]:
            self._last.pop(key, None)


class Replicator:
    """Carries writes over the links between regions, in order; one thread.

    Args:
        context: Borders, lag, metrics.
        groups: Global tables by region and name; read at each write.
    """

    def __init__(self, context: SandboxContext, groups: dict[tuple[str, str], GlobalTable]) -> None:
        self._context = context
        self._groups = groups
        self._clocks = Clocks()
        self._links: dict[Link, deque[Change]] = defaultdict(deque)
        self._told: dict[tuple[Link, str], float] = {}
        self._changed = threading.Condition()
        self._closed = False
        context.borders.watch(self._wake)
        threading.Thread(target=self._run, name="global-tables", daemon=True).start()

    def take(self, change: Change) -> None:
        """Sends a local write on its way; a listener of `changes`."""
        group = self._groups.get((change.region, change.table))
        if change.replicated or group is None or group.consistency is not Consistency.EVENTUAL:
            return
        self._clocks.wins(change.region, change)
        with self._changed:
            for region in group.regions - {change.region}:
                self._links[change.region, region].append(change)
            self._changed.notify()

    def forget(self, table: str, region: str) -> None:
        """Drops what is on its way to a replica that is gone."""
        self._clocks.forget(table, region)

    def close(self) -> None:
        """Ends the thread; what is on its way is lost."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closed:
                    return
                due, wait = self._due(time.time())
                if not due:
                    self._changed.wait(wait)
                    continue
            try:
                self._apply(due)
            except Exception:  # one defect must not end replication
                self._context.log.exception("replication of global tables failed")

    def _due(self, now: float) -> tuple[list[tuple[Link, Change]], float | None]:
        """What has been on its way for long enough, and else how long until something is. Holds the lock."""
        found: list[tuple[Link, Change]] = []
        lag, wait = self._context.options.replication_lag_s, None
        for link, waiting in self._links.items():
            if not waiting:
                continue
            if not self._context.borders.reaches(*link):
                wait = min(wait or _CLOSED_LOOK_S, _CLOSED_LOOK_S)
                continue
            while waiting and waiting[0].at + lag <= now and len(found) < _MOST_AT_ONCE:
                found.append((link, waiting.popleft()))
            if waiting:
                left = max(waiting[0].at + lag - now, 0.001)
                wait = left if wait is None else min(wait, left)
        return found, wait

    def _apply(self, due: list[tuple[Link, Change]]) -> None:
        with LOCKS["dynamodb"]:
            for (_, target), change in due:
                table = _table(target, change.table)
                if table is not None and self._clocks.wins(target, change):
                    put_replica(table, change.keys, change.image)
        now = time.time()
        for link, change in due:
            self._measure(link, change, now)

    def _measure(self, link: Link, change: Change, now: float) -> None:
        """ReplicationLatency, at most once a second for a table and link."""
        key = (link, change.table)
        if now - self._told.get(key, 0.0) < _METRIC_S:
            return
        self._told[key] = now
        dimensions = {"TableName": change.table, "ReceivingRegion": link[1]}
        milliseconds = (now - change.at) * 1000
        self._context.put_metric(
            link[0], "AWS/DynamoDB", "ReplicationLatency", milliseconds, "Milliseconds", dimensions
        )


def _table(region: str, name: str) -> Any:
    from moto.dynamodb.models import dynamodb_backends

    return dynamodb_backends[ACCOUNT_ID][region].tables.get(name)
