"""The normal distribution's tail: the way from the common random numbers to any other distribution."""

from __future__ import annotations

import math
from typing import Any

from advisor.simulation.kernels.compiler import compiled


@compiled
def upper_tail(normals: Any, tail: Any) -> None:
    """Write to ``tail`` how likely a larger one is than each of the standard normal ``normals``."""
    for number in range(normals.size):
        tail[number] = 0.5 * math.erfc(normals[number] / math.sqrt(2.0))
