"""The model as the search wants it: numbers for states, and steps that are computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.failover_model.control import Control, ControlSteps
from advisor.failover_model.described import Described
from advisor.failover_model.input_steps import Change, InputSteps, Standing
from advisor.failover_model.one_input import OneInput
from advisor.failover_model.scope import Scope
from advisor.failover_model.search import INPUTS, SHIFT, Moves
from advisor.failover_model.step import Invariant, Numbers, Step
from domain.resilience import Lease

BOTH = 3


class FailoverModel:
    """Two Regions, one ledger, and the inputs of a scope.

    Args:
        scope: What may happen, and how much of it.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._control, self._input = ControlSteps(scope), InputSteps(scope)
        self._controls, self._parts, self._inputs, self._standings = Numbers(), Numbers(), Numbers(), Numbers()
        self._standing_of: dict[int, int] = {}
        self._steps: dict[tuple[int, int], list[Step]] = {}
        self._moves: dict[tuple[int, int], Moves] = {}
        self._control_moves: dict[int, tuple[Moves, Moves]] = {}
        self._aged: dict[int, int | None] = {}
        self._broken_by: dict[int, tuple[Invariant, ...]] = {}

    def starts(self) -> list[int]:
        """Nothing was accepted, nobody holds the lease."""
        inputs = self._inputs.of((self._parts.of(OneInput()),) * self.scope.inputs)
        return [self._controls.of(one) << SHIFT | inputs for one in self._control.starts()]

    def control(self, state: int) -> Control:
        """The control part of a state."""
        found: Control = self._controls.values[state >> SHIFT]
        return found

    def lease(self, state: int) -> Lease | None:
        """The lease of a state, relative to now."""
        return self.control(state).lease

    def parts(self, state: int) -> tuple[int, ...]:
        """Numbers of the inputs of a state, in ascending order."""
        found: tuple[int, ...] = self._inputs.values[state & INPUTS]
        return found

    def part(self, number: int) -> OneInput:
        """The input of a number."""
        found: OneInput = self._parts.values[number]
        return found

    def control_moves(self, control: int) -> Moves:
        """Looks, orders, clocks that are set."""
        return self._controlled(control)[0]

    def clock_moves(self, control: int) -> Moves:
        """Ticks."""
        return self._controlled(control)[1]

    def input_moves(self, control: int, inputs: int) -> Moves:
        """Steps of the inputs."""
        standing = self._standing(control)
        moves = self._moves.get((standing, inputs))
        if moves is None:
            taken = [(self._joined(parts), step) for _, parts, step in self._input_steps(standing, inputs)]
            moves = self._moves[standing, inputs] = _moves(taken)
        return moves

    def aged(self, inputs: int) -> int | None:
        """The inputs after a tick; ``None`` while a request of theirs has to end first."""
        if not self.scope.bounded:
            return inputs
        if inputs not in self._aged:
            later = [self.part(part).aged() for part in self._inputs.values[inputs]]
            whole = [self._parts.of(one) for one in later if one is not None]
            self._aged[inputs] = self._joined(whole) if len(whole) == len(later) else None
        return self._aged[inputs]

    def together(self, inputs: int) -> Sequence[Invariant]:
        """Are requests in flight in both Regions at once? Asked where requests have a bound only."""
        if not self.scope.bounded:
            return ()
        broken = self._broken_by.get(inputs)
        if broken is None:
            mask = 0
            for part in self._inputs.values[inputs]:
                mask |= self.part(part).regions_at_work()
            broken = self._broken_by[inputs] = (Invariant.ONE_AT_WORK,) if mask == BOTH else ()
        return broken

    def finished(self, states: Sequence[int], course: int) -> NDArray[Any]:
        """Of each state: whether all that was accepted is done; the same whichever Region is alone."""
        del course
        still = [any(self.part(part).is_open for part in parts) for parts in self._inputs.values]
        found: NDArray[Any] = ~np.array(still, dtype=bool)[np.array(states, dtype=np.uint64) & np.uint64(INPUTS)]
        return found

    def asked(self, states: Sequence[int]) -> NDArray[Any]:
        """Of each state: whether a Region may still take the lease within the bound."""
        left = [control.epoch < self.scope.epochs for control in self._controls.values]
        found: NDArray[Any] = np.array(left, dtype=bool)[np.array(states, dtype=np.uint64) >> np.uint64(SHIFT)]
        return found

    def successors(self, state: int, parts: Sequence[int]) -> Iterable[Described]:
        """Every step out of a state with its name, for people; slow.

        Args:
            state: The state.
            parts: Its inputs, in the order that they keep in a story.
        """
        here = self.control(state)
        inputs = state & INPUTS
        for after, step in self._control.looks(here) + self._control.drifts(here):
            yield Described(self._controls.of(after) << SHIFT | inputs, step, None, tuple(parts))
        later = [self.part(part).aged() if self.scope.bounded else self.part(part) for part in parts]
        whole = tuple(self._parts.of(one) for one in later if one is not None)
        if len(whole) == len(parts):
            for after, step in self._control.clocks(here):
                yield Described(self._controls.of(after) << SHIFT | self._joined(whole), step, None, whole)
        standing = self._standing(state >> SHIFT)
        for place, part in enumerate(parts):
            for step in self._part_steps(standing, part):
                moved = (*parts[:place], step.to, *parts[place + 1 :])
                yield Described(state - inputs + self._joined(moved), step, place, moved)

    def _joined(self, parts: Iterable[int]) -> int:
        return self._inputs.of(tuple(sorted(parts)))

    def _standing(self, control: int) -> int:
        standing = self._standing_of.get(control)
        if standing is None:
            one: Control = self._controls.values[control]
            found = Standing(one.owners, self._control.allowed(one))
            standing = self._standing_of[control] = self._standings.of(found)
        return standing

    def _input_steps(self, standing: int, inputs: int) -> Iterable[tuple[int, tuple[int, ...], Step]]:
        parts: tuple[int, ...] = self._inputs.values[inputs]
        for place, part in enumerate(parts):
            if part in parts[:place]:
                continue  # the same as an input before it: the same steps
            for step in self._part_steps(standing, part):
                yield place, (*parts[:place], step.to, *parts[place + 1 :]), step

    def _part_steps(self, standing: int, part: int) -> list[Step]:
        steps = self._steps.get((standing, part))
        if steps is None:
            changes = self._input.of(self.part(part), self._standings.values[standing])
            numbered = [_numbered(one, self._parts.of) for one in changes]
            steps = self._steps[standing, part] = [one for one in numbered if one.to != part or one.broken]
        return steps

    def _controlled(self, control: int) -> tuple[Moves, Moves]:
        moves = self._control_moves.get(control)
        if moves is None:
            one: Control = self._controls.values[control]
            of, steps = self._controls.of, self._control
            here = [(of(after) << SHIFT, step) for after, step in steps.looks(one) + steps.drifts(one)]
            ticks = [(of(after) << SHIFT, step) for after, step in steps.clocks(one)]
            moves = self._control_moves[control] = (_moves(here), _moves(ticks))
        return moves


def _numbered(change: Change, number: Callable[[OneInput], int]) -> Step:
    return Step(number(change.after), change.by, change.broken, change.label)


def _moves(taken: Sequence[tuple[int, Step]]) -> Moves:
    """Steps in groups: by whom."""
    groups: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    for target, step in taken:
        groups[step.by].append(target)
    return Moves(groups, tuple((target, broken) for target, step in taken for broken in step.broken))
