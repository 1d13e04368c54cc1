"""How much of something was in use, minute by minute."""

from __future__ import annotations

from typing import Any

from advisor.simulation.kernels.compiler import compiled


@compiled
def add_up(began: Any, ended: Any, width_s: float, seconds: Any) -> None:
    """Add the time of each interval to the bins that it touches; what lies beyond the last bin is left out.

    Args:
        began: When each began, in seconds from 0 on.
        ended: When each ended, not before it began.
        width_s: Width of a bin.
        seconds: A sum for each bin, changed in place.
    """
    bins = seconds.size
    for number in range(began.size):
        left = began[number]
        right = ended[number]
        place = int(left / width_s)
        while left < right and place < bins:
            edge = (place + 1) * width_s
            stop = min(edge, right)
            if stop > left:
                seconds[place] += stop - left
                left = stop
            place += 1
