"""Alarms on an anomaly detection band: pure.

CloudWatch trains a model on up to two weeks of a metric, with its hours, days and weeks
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html). Here the band is the
mean of what came before, plus and minus so many standard deviations; it knows no seasons. Before there is enough of it,
the alarm has insufficient data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Final

HISTORY_PERIODS: Final = 300
"""Periods that are looked back at."""
LEAST_PERIODS: Final = 10
"""Periods with data that make a band."""
DEFAULT_WIDTH: Final = 2.0
COMPARISONS: Final = (
    "GreaterThanUpperThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
)
_BAND: Final = re.compile(r"\s*ANOMALY_DETECTION_BAND\(\s*(?P<of>[a-z]\w*)\s*(?:,\s*(?P<width>\d+(?:\.\d+)?)\s*)?\)\s*")
_NOISE: Final = 1e-9
"""Share of the mean that is rounding, not distance."""


@dataclass(frozen=True, slots=True)
class BandRule:
    """`ANOMALY_DETECTION_BAND(of, width)` and how it is compared.

    Attributes:
        of: Id of what is watched.
        width: Standard deviations on each side, > 0.
        comparison: One of `COMPARISONS`.
    """

    of: str
    width: float
    comparison: str = COMPARISONS[1]

    def distances(self, history: Sequence[float | None], recent: Sequence[float | None]) -> list[float | None]:
        """How far outside of the band each recent value is; 0 or less is inside. Empty without enough history."""
        known = [value for value in history if value is not None]
        if len(known) < LEAST_PERIODS:
            return []
        middle, spread = fmean(known), self.width * pstdev(known)
        slack = spread + _NOISE * max(1.0, abs(middle))
        return [None if value is None else self._distance(value - middle) - slack for value in recent]

    def _distance(self, above: float) -> float:
        if self.comparison == "GreaterThanUpperThreshold":
            return above
        return -above if self.comparison == "LessThanLowerThreshold" else abs(above)


def band_of(expression: str, comparison: str = COMPARISONS[1]) -> BandRule | None:
    """The band that an expression is; None for any other expression, and for a band of no width."""
    found = _BAND.fullmatch(expression)
    if found is None or comparison not in COMPARISONS:
        return None
    width = float(found["width"] or DEFAULT_WIDTH)
    return BandRule(found["of"], width, comparison) if width > 0 else None
