"""Two fleets behind one endpoint while traffic moves from the old to the new one."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from sandbox.sagemaker.deployment import Deployment
from sandbox.sagemaker.hosting import Host


class TrafficSplit:
    """Answers like a `Deployment`, with two of them.

    Args:
        old: The fleet that serves.
        new: The fleet that is tried.

    Attributes:
        share: Share of the calls that the new fleet answers, 0 to 1.
    """

    def __init__(self, old: Deployment, new: Deployment) -> None:
        self.old = old
        self.new = new
        self.share = 0.0
        self._lock = threading.Lock()
        self._owed = 0.0

    @property
    def hosts(self) -> Mapping[str, Host]:
        """The old fleet's hosts: the variants have the same names."""
        return self.old.hosts

    def choose(self, target: str = "") -> tuple[str, Host]:
        """The variant for the next call: every call adds the share to what the new fleet is owed."""
        with self._lock:
            self._owed += self.share
            new = self._owed >= 1.0 - 1e-9
            if new:
                self._owed -= 1.0
        return (self.new if new else self.old).choose(target)
