"""How far the data has moved from the data of the last accepted run: the population stability index.

PSI = sum over bins of (found - expected) * ln(found / expected), in shares of the rows. 0.1 is a small shift, above 0.2
the model is asked about other data than it was made for. For n and m rows of the same source PSI is not 0 but about
(1/n + 1/m) times a chi-square with bins - 1 degrees of freedom (Yurdakul and Naranjo, "Statistical properties of the
population stability index", Journal of Risk Model Validation 14(4), 2020), so what chance alone explains is no drift.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

from domain.training.profile import ColumnProfile

MOST_CATEGORIES: Final = 50
_HALF: Final = 0.5
"""Added to every bin, so that an empty one is no infinity."""

_SIGMAS: Final = 4.0
"""Chance passes it once in 30,000 columns."""


@dataclass(frozen=True)
class Drift:
    """How far one column has moved.

    Attributes:
        column: Its name.
        psi: The index, >= 0.
        noise: What chance alone may make of it with so many rows.
    """

    column: str
    psi: float
    noise: float

    def exceeds(self, most: float) -> bool:
        """Whether the column has moved by more than ``most``, and by more than chance explains."""
        return self.psi > most and self.psi > self.noise


def stability_index(expected: Sequence[int], found: Sequence[int]) -> float:
    """The PSI of two histograms over the same bins; 0 when they are the same.

    Args:
        expected: Rows in each bin, of the reference.
        found: Rows in each bin, of the new data.
    """
    bins = len(expected)
    all_expected, all_found = sum(expected) + _HALF * bins, sum(found) + _HALF * bins
    total = 0.0
    for one, other in zip(expected, found, strict=True):
        share, new_share = (one + _HALF) / all_expected, (other + _HALF) / all_found
        total += (new_share - share) * log(new_share / share)
    return max(total, 0.0)


def chance_index(expected: Sequence[int], found: Sequence[int]) -> float:
    """What the PSI of two samples of the same source stays below, but for one in 30,000.

    Args:
        expected: As for :func:`stability_index`.
        found: As for :func:`stability_index`.
    """
    free = sum(1 for one, other in zip(expected, found, strict=True) if one or other) - 1
    if free < 1 or not sum(expected) or not sum(found):
        return 0.0
    spread = 2 / (9 * free)  # Wilson and Hilferty: the cube root of a chi-square is nearly normal
    quantile = free * (1 - spread + _SIGMAS * sqrt(spread)) ** 3
    return (1 / sum(expected) + 1 / sum(found)) * quantile


def column_drift(name: str, expected: Sequence[int], found: Sequence[int]) -> Drift:
    """How far a column has moved, from its two histograms."""
    return Drift(name, stability_index(expected, found), chance_index(expected, found))


def category_drift(name: str, expected: Mapping[str, int], found: Mapping[str, int]) -> Drift:
    """How far a column of categories has moved.

    The reference's most frequent categories are bins, and everything else together is one.
    """
    kept = sorted(expected, key=lambda item: (-expected[item], item))[:MOST_CATEGORIES]
    old, new = [expected[item] for item in kept], [found.get(item, 0) for item in kept]
    return column_drift(name, [*old, sum(expected.values()) - sum(old)], [*new, sum(found.values()) - sum(new)])


def is_comparable(old: ColumnProfile, new: ColumnProfile) -> bool:
    """Whether two profiles of a column are about the same kind of values."""
    return old.type is new.type and bool(old.edges) == bool(new.edges)
