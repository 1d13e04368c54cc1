"""From data to one value a period, as GetMetricData has it: pure.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (rounding of StartTime, what is
kept how long) and API_MetricStat (periods). Data of standard resolution are kept by the minute, so that a period below
60 s has none of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sandbox.scaling.alarm_state import Sample, statistic

SHORT_PERIODS: Final = (1, 5, 10, 20, 30)
MINUTE_S: Final = 60
_DAY_S: Final = 86_400
SHARP_FOR_S: Final = 10_800
"""How long data can be read by the second."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when is asked for.

    Attributes:
        start: Epoch seconds, inclusive.
        end: Epoch seconds, exclusive.
        now: When it is asked, epoch seconds.
    """

    start: float
    end: float
    now: float

    def grid(self, period_s: int) -> range:
        """The first second of each period, oldest first."""
        if period_s < MINUTE_S:
            if self.now - self.start > SHARP_FOR_S:
                return range(0)
            return range(_down(self.start, period_s), _down(self.end, period_s), period_s)
        return range(_down(self.start, self._unit()), math.ceil(self.end), period_s)

    def _unit(self) -> int:
        """What a start is rounded down to."""
        age = self.now - self.start
        if age < 15 * _DAY_S:
            return MINUTE_S
        return 300 if age < 63 * _DAY_S else 3600


def is_period(period_s: float) -> bool:
    """Whether CloudWatch takes it."""
    return period_s in SHORT_PERIODS or (period_s >= MINUTE_S and period_s % MINUTE_S == 0)


def by_period(
    samples: Iterable[Sample], stat: str, grid: Sequence[int], period_s: int, *, sharp: bool
) -> Mapping[int, float]:
    """The statistic of each period that has data.

    Args:
        samples: Data in any order.
        stat: As in `sandbox.scaling.alarm_state`.
        grid: First seconds of the periods.
        period_s: Their length.
        sharp: Whether it is a high-resolution metric.
    """
    if not grid or (period_s < MINUTE_S and not sharp):
        return {}
    first, last = grid[0], grid[-1] + period_s
    windows: dict[int, list[Sample]] = {}
    for sample in samples:
        at = sample.at if period_s < MINUTE_S else _down(sample.at, MINUTE_S)
        if first <= at < last:
            windows.setdefault(first + int((at - first) // period_s) * period_s, []).append(sample)
    return {at: statistic(window, stat) for at, window in sorted(windows.items())}


def _down(moment: float, unit: int) -> int:
    return int(moment // unit) * unit
