"""Random numbers of the requests: the same ones for every pattern, so that patterns differ and luck does not."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.checks import whole_number

SERVICE: Final = 10
COLD_START: Final = 11
TOKENS_IN: Final = 12
TOKENS_OUT: Final = 13
JITTER: Final = 14
NOTHING: Final[NDArray[np.float64]] = np.empty(0)


class Draws:
    """One number of each kind for each request, made when it is asked for first.

    Args:
        requests: How many.
        seed: A whole number of at least 0.

    Raises:
        ValueError: The seed is not one.
    """

    def __init__(self, requests: int, seed: int) -> None:
        self.seed = whole_number("seed", seed, 0)
        self._requests = requests
        self._made: dict[int, NDArray[np.float64]] = {}

    def normals(self, kind: int) -> NDArray[np.float64]:
        """Standard normal numbers."""
        if kind not in self._made:
            self._made[kind] = np.random.default_rng([self.seed, kind]).standard_normal(self._requests)
        return self._made[kind]

    def uniforms(self, kind: int) -> NDArray[np.float64]:
        """Numbers in 0..1."""
        if kind not in self._made:
            self._made[kind] = np.random.default_rng([self.seed, kind]).random(self._requests)
        return self._made[kind]
