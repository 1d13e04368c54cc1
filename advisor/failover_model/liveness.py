"""Whether everything that was accepted can still be done, from every state, by either Region alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.failover_model.search import Exploration
from advisor.failover_model.step import By, only


def stuck(found: Exploration, region: int, finished: NDArray[Any], asked: NDArray[Any]) -> list[int]:
    """States from which one Region alone cannot finish the work, whatever it does.

    The other Region takes no step any more: it is as if it had crashed there, between any two of its steps. Since every
    state that the Region reaches in this way is asked the same question, a Region that goes on with what it can do
    (strong fairness) does finish.

    Args:
        found: A complete search.
        region: 0 or 1.
        finished: Of each state: whether nothing accepted is open.
        asked: Of each state: whether it is within the bound (one more epoch is left to be taken).

    Returns:
        Indices, the nearest to the start first; empty when nothing can be lost.
    """
    parts = [_edges(found, by) for by in (only(region), By.EITHER)]
    sources = np.concatenate([part[0] for part in parts])
    targets = np.concatenate([part[1] for part in parts])
    good = finished.copy()
    while True:
        reached = good[targets] & ~good[sources]
        if not reached.any():
            break
        good[sources[reached]] = True
        left = ~good[sources]
        sources, targets = sources[left], targets[left]
    return [int(index) for index in np.flatnonzero(~good & asked)]


def _edges(found: Exploration, by: By) -> tuple[NDArray[Any], NDArray[Any]]:
    """Where steps begin and where they lead."""
    ends = np.array(found.ends[by], dtype=np.int64)
    counts = np.diff(ends, prepend=0)
    return np.repeat(np.arange(len(counts), dtype=np.int64), counts), np.array(found.edges[by], dtype=np.int64)
