"""Which regions stand, which can reach each other, and where a caller is: what `region_down` and `isolated` mean.

A caller's region is known by its credentials: those of a function and of an execution are made for it. The deployer's
and every user's belong to no region: whoever holds them is outside of AWS and reaches each region that stands.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from sandbox.faults import FaultBook

_LOOK_S: Final = 0.05


class Borders:
    """Asked by everything that acts on its own in a region, or from one region to another; from many threads.

    Args:
        faults: Faults in force.
    """

    def __init__(self, faults: FaultBook) -> None:
        self._faults = faults
        self._homes: dict[str, str] = {}
        self.watch = faults.watch

    def settle(self, access_key_id: str, region: str) -> None:
        """Notes that whoever signs with this key is in `region`."""
        self._homes[access_key_id] = region

    def home_of(self, access_key_id: str) -> str | None:
        """The region of a caller; None: outside of AWS."""
        return self._homes.get(access_key_id)

    def stands(self, region: str) -> bool:
        """Whether a region does anything at all."""
        return region not in self._faults.down

    def reaches(self, here: str, there: str) -> bool:
        """Whether something can pass from one region to another, or within one that stands."""
        if not (self.stands(here) and self.stands(there)):
            return False
        return here == there or self._faults.isolated.isdisjoint((here, there))

    def await_region(self, region: str, closing: threading.Event | None = None) -> bool:
        """Waits until a region stands; False when it is `closing` instead."""
        return self._await(lambda: self.stands(region), closing or threading.Event())

    @staticmethod
    def _await(met: Callable[[], bool], closing: threading.Event) -> bool:
        while not met():
            if closing.wait(_LOOK_S):
                return False
        return True
