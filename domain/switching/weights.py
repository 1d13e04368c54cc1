"""Shares of the traffic that are exactly 1 in all.

Every weight is a multiple of 1/4096. Such fractions are exact as floating-point numbers and so are their sums, in
whatever order they are added; with hundredths or thousandths they are not (0.1 + 0.7 + 0.2 is not 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.checks import finite_number, refuse

UNITS: Final = 4096
"""So a weight is within 0.025 % of what was asked for."""
ROUNDING: Final = 1e-9
"""More than adding a handful of shares can be off by."""


def apportion(shares: Mapping[str, float]) -> dict[str, float]:
    """Round shares to weights by the largest remainder, so that they are exactly 1 in all.

    Args:
        shares: At least 0 each and 1 in all, but for rounding. Of equal remainders the earlier one is first; a share of
            0 gets nothing.

    Raises:
        ValueError: The shares are not 1 in all, or one is negative or not finite.
    """
    total = sum(shares.values())
    if not abs(total - 1) < ROUNDING or min(shares.values()) < 0:  # false for NaN too
        refuse("shares", dict(shares), f"at least 0 each and 1 in all, not {total!r}")
    units, missing = {}, UNITS
    for name, share in shares.items():
        units[name] = count = int(share * UNITS)
        missing -= count
    if missing:
        by_remainder = sorted(shares, key=lambda name: units[name] - shares[name] * UNITS)
        for name in by_remainder[:missing]:
            units[name] += 1
    return {name: count / UNITS for name, count in units.items()}


def check_weights(weights: Mapping[str, float]) -> None:
    """Refuse weights that are not 1 in all.

    Raises:
        ValueError: They are not, or one is negative or not finite.
    """
    for name, weight in weights.items():
        finite_number(f"weights.{name}", weight, 0)
    if sum(weights.values()) != 1:
        refuse("weights", dict(weights), f"exactly 1 in all, not {sum(weights.values())!r}")
