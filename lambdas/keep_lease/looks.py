"""The looks of one minute, evenly spread. A schedule's finest period is a minute, and a lease needs more than that."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from lambdas.telemetry import log

Looked = TypeVar("Looked")

MINUTE_S: Final = 60.0
SPARE_S: Final = 1.0
"""Before the next look begins, what the last one may take long for ends."""


@dataclass(frozen=True)
class Pace:
    """When to look.

    Attributes:
        looks: How many in the minute.
        clock: Seconds since 1970.
        sleep: Waits for seconds.
    """

    looks: int
    clock: Callable[[], float]
    sleep: Callable[[float], object]

    def __call__(self, look: Callable[[float], Looked]) -> tuple[Looked, int]:
        """Look at the beginning of each part of the minute; a look that takes longer than a part costs the next ones.

        Args:
            look: Gets the time, in seconds since 1970, at which it should be at its end.

        Returns:
            What the last look came to, and how many there were.

        Raises:
            Exception: What a look raised, after the last one: a mistake in one is told, and costs no other its lease.
        """
        began_s, part_s = self.clock(), MINUTE_S / self.looks
        looked, failed, at = list[Looked](), list[Exception](), 0
        while at < self.looks:
            self.sleep(max(0.0, began_s + at * part_s - self.clock()))
            try:
                looked.append(look(began_s + (at + 1) * part_s - SPARE_S))
            except Exception as error:  # noqa: BLE001 - raised below
                log().error("a look failed", extra={"error": repr(error)})
                failed.append(error)
            # The next part that has not begun; a clock that was set back must not make looks that never end.
            at = max(at + 1, math.ceil((self.clock() - began_s) / part_s))
        if failed:
            raise failed[-1]
        return looked[-1], len(looked)
