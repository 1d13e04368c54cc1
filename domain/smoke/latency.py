"""Whether a 99th percentile is below its objective, from a sample: yes, no, or "not enough".

How many of n answers are slower than the objective is binomial. When 1 in 100 may be, and so many or more are seen
rarely by chance, the objective is missed; when so few or fewer are, it is met. Anything between is not enough: no
percentile of a small sample is taken for the truth, for the "p99" of 20 answers is their slowest one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from domain.checks import finite_number, refuse
from domain.smoke.check import Finding, failed, passed, unknown

SHARE_OVER: Final = 0.01
ERROR: Final = 0.05
"""Most chance of a wrong yes and of a wrong no each."""
ENOUGH: Final = 299
"""Answers of which none is slow that are a yes: 0.99^299 is below 5 %."""


def judge_p99(samples_ms: Sequence[float], objective_ms: float) -> Finding:
    """Judge a sample.

    Args:
        samples_ms: How long each answer took in milliseconds; one that never came is infinite.
        objective_ms: What 99 of 100 answers stay within, in milliseconds, above 0.

    Returns:
        Pass, fail, or unknown with "not enough" in the reason.

    Raises:
        ValueError: The objective is no finite number above 0, or a sample is negative or no number.
    """
    objective = finite_number("objective_ms", objective_ms, 0.0, above=True)
    for sample in samples_ms:
        if math.isnan(sample) or sample < 0:
            refuse("samples_ms", sample, "a number of at least 0, infinite for an answer that never came")
    count, over = len(samples_ms), sum(sample > objective for sample in samples_ms)
    seen = f"{over} of {count} answers took longer than {objective:g} ms"
    if over and _at_least(over, count) < ERROR:
        return failed(f"{seen}: more than 1 in 100")
    if at_most(over, count) < ERROR:
        return passed(f"{seen}: the 99th percentile is within it")
    return unknown(f"not enough answers to say: {seen}; {ENOUGH} without a slow one would do")


def at_most(over: int, count: int, share: float = SHARE_OVER) -> float:
    """The chance of ``over`` or fewer of ``count``, each with probability ``share``."""
    return math.fsum(
        math.comb(count, slow) * share**slow * (1 - share) ** (count - slow) for slow in range(min(over, count) + 1)
    )


def _at_least(over: int, count: int) -> float:
    return 1.0 - at_most(over - 1, count)
