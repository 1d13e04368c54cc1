"""The keepers as the search wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.failover_model.described import Described
from advisor.failover_model.keepers import HOLDER, Keepers, KeeperScope, KeeperSteps
from advisor.failover_model.search import SHIFT, Moves
from advisor.failover_model.step import By, Invariant, Numbers, Step
from domain.resilience import Lease

NOTHING = Moves(((), (), (), ()))


class KeeperModel:
    """Two keepers. All of a state is its control part.

    Args:
        scope: What may happen.
    """

    def __init__(self, scope: KeeperScope) -> None:
        self._steps = KeeperSteps(scope)
        self._states = Numbers()

    def starts(self) -> list[int]:
        """Nobody has looked yet."""
        return [self._states.of(self._steps.start()) << SHIFT]

    def control_moves(self, control: int) -> Moves:
        """Looks."""
        groups: tuple[set[int], ...] = (set(), set(), set(), set())
        broken: list[tuple[int, Invariant]] = []
        for after, step in self._steps.looks(self._states.values[control]):
            target = self._states.of(after) << SHIFT
            groups[step.by].add(target)
            broken += [(target, invariant) for invariant in step.broken]
        first, second, third, fourth = (tuple(sorted(group)) for group in groups)
        return Moves((first, second, third, fourth), broken)

    def clock_moves(self, control: int) -> Moves:
        """Ticks."""
        after, _ = self._steps.tick(self._states.values[control])
        return Moves(((), (), (), (self._states.of(after) << SHIFT,)))

    def input_moves(self, control: int, inputs: int) -> Moves:
        """None: there is no work here."""
        del control, inputs
        return NOTHING

    def aged(self, inputs: int) -> int | None:
        """Nothing."""
        return inputs

    def together(self, inputs: int) -> Sequence[Invariant]:
        """Nothing."""
        del inputs
        return ()

    def finished(self, states: Sequence[int], course: int) -> NDArray[Any]:
        """Of each state: whether the lease is where a course of events has to bring it."""
        holder = HOLDER[By(1 << course)]
        held = [self._steps.is_held_by(one, holder) for one in self._states.values]
        found: NDArray[Any] = np.array(held, dtype=bool)[np.array(states, dtype=np.uint64) >> np.uint64(SHIFT)]
        return found

    def asked(self, states: Sequence[int]) -> NDArray[Any]:
        """Every state: epochs have no end here."""
        return np.ones(len(states), dtype=bool)

    def lease(self, state: int) -> Lease | None:
        """The lease of a state, relative to now."""
        found: Keepers = self._states.values[state >> SHIFT]
        return self._steps.lease(found)

    def parts(self, state: int) -> tuple[int, ...]:
        """Numbers of the inputs: none."""
        del state
        return ()

    def successors(self, state: int, parts: Sequence[int]) -> Iterable[Described]:
        """Every step out of a state with its name, for people."""
        del parts
        here: Keepers = self._states.values[state >> SHIFT]
        steps: list[tuple[Keepers, Step]] = [*self._steps.looks(here), self._steps.tick(here)]
        return [Described(self._states.of(after) << SHIFT, step, None, ()) for after, step in steps]
