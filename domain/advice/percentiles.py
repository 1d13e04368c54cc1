"""Percentiles of what was measured, and how many measurements one needs before it says anything.

Nearest rank: the smallest value that at least p percent of all values do not exceed. So the p99 of 1 to 100 is 99, and
every percentile is a value that was really measured.
"""

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from domain.checks import finite_number, refuse

CONFIDENCE: Final = 0.95
"""Chance that among the fewest samples at least one lies above the percentile that is asked for."""


def percentile(values: Iterable[float], p: float) -> float:
    """Return the nearest-rank percentile.

    Args:
        values: Finite numbers in any order, at least one.
        p: Above 0, at most 100.

    Raises:
        ValueError: No value, one that is not finite, or ``p`` out of range.
    """
    share = _share(p)
    ordered = sorted(finite_number("values", value, -math.inf) for value in values)
    if not ordered:
        refuse("values", [], "at least one number; with none there is no percentile")
    return ordered[math.ceil(share * len(ordered)) - 1]


def samples_for(p: float, confidence: float = CONFIDENCE) -> int:
    """Return the fewest samples whose percentile is worth saying.

    With fewer the largest sample itself is likely below the true percentile, so nothing measured reaches it: n samples
    all lie below it with a chance of ``(p / 100) ** n`` (Wilks, https://doi.org/10.1214/aoms/1177731788). At 95 %:
    5 for the p50, 29 for the p90, 299 for the p99.

    Args:
        p: Above 0, below 100: no number of samples reaches the p100.
        confidence: Above 0, below 1.
    """
    share = _share(p)
    if share == 1:
        refuse("p", p, "above 0, below 100")
    if finite_number("confidence", confidence, 0, above=True) >= 1:
        refuse("confidence", confidence, "above 0, below 1")
    return math.ceil(math.log1p(-confidence) / math.log(share))


def _share(p: float) -> Fraction:
    """The exact decimal that was written, so that 99 percent of 100 is 99 and not a little more."""
    if finite_number("p", p, 0, above=True) > 100:
        refuse("p", p, "above 0, at most 100")
    return Fraction(str(p)) / 100
