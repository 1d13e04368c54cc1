"""The looks of one minute, evenly spread. A schedule's finest period is a minute, and a lease needs more than that."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

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
        """
        began_s, part_s, made = self.clock(), MINUTE_S / self.looks, 0
        at = 0
        while True:
            last = look(began_s + (at + 1) * part_s - SPARE_S)
            made += 1
            # The next part that has not begun; a clock that was set back must not make looks that never end.
            at = max(at + 1, -int(-(self.clock() - began_s) // part_s))
            if at >= self.looks:
                return last, made
            self.sleep(max(0.0, began_s + at * part_s - self.clock()))
