"""Breadth-first search over every state that can be reached, with the shortest way to what is broken.

A state is two numbers in one: of the control part (lease, clocks) and of the inputs (in no order: inputs that differ by
name only are the same). What the inputs do next depends on little of the control part, so their steps are computed once
for each of the few cases and looked up afterwards: that is what makes a million states a matter of seconds.
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from advisor.failover_model.step import Invariant

SHIFT: Final = 32
"""Bits of a state that number its inputs; those above number its control part."""
INPUTS: Final = (1 << SHIFT) - 1


class Moves(NamedTuple):
    """Steps without their names, for speed.

    Args:
        targets: What is to be added to a state's other part; one group for each value of ``By``.
        broken: Of those, the ones that break an invariant.
    """

    targets: tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]]
    broken: Sequence[tuple[int, Invariant]] = ()


class Model(Protocol):
    """What is searched."""

    def starts(self) -> Sequence[int]:
        """States to begin with."""

    def control_moves(self, control: int) -> Moves:
        """Steps that leave the inputs as they are; targets are control parts, shifted."""

    def clock_moves(self, control: int) -> Moves:
        """Steps of time: they age the inputs too; targets are control parts, shifted."""

    def input_moves(self, control: int, inputs: int) -> Moves:
        """Steps of the inputs; targets are inputs."""

    def aged(self, inputs: int) -> int | None:
        """Inputs after a tick; ``None`` when a request of theirs has to end first."""

    def together(self, inputs: int) -> Sequence[Invariant]:
        """Invariants that the inputs break by being as they are."""


class Break(NamedTuple):
    """The first time that an invariant was broken: no shorter way to it exists.

    Args:
        before: Index of the state before the step.
        after: Index of the state after it.
    """

    before: int
    after: int


@dataclass
class Exploration:
    """What the search found.

    Attributes:
        states: Every distinct state, in the order of their distance from the start.
        parents: Index of the state that each was first reached from; its own for a start.
        edges: For each value of ``By`` but nobody: where steps lead, state by state.
        ends: And where the steps of each state end in ``edges``.
        breaks: The first break of each invariant.
        steps: Steps taken, also to states already known.
        complete: Whether nothing was left unexplored.
    """

    states: array[int] = field(default_factory=lambda: array("Q"))
    parents: array[int] = field(default_factory=lambda: array("I"))
    edges: tuple[array[int], ...] = field(default_factory=lambda: tuple(array("I") for _ in range(4)))
    ends: tuple[array[int], ...] = field(default_factory=lambda: tuple(array("I") for _ in range(4)))
    breaks: dict[Invariant, Break] = field(default_factory=dict)
    steps: int = 0
    complete: bool = False


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of numbers live until the end: looking for garbage among them again and again would take long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def explore(model: Model, *, limit: int, until: Collection[Invariant] = ()) -> Exploration:
    """Every reachable state, or the first ones.

    Args:
        model: What is searched.
        limit: States after which the search stops, incomplete.
        until: It also stops when each of these was broken (when there is one).

    Returns:
        The states, and the first break of each invariant.
    """
    found = Exploration()
    known: dict[int, int] = {}
    for start in model.starts():
        known[start] = len(found.states)
        found.parents.append(len(found.states))
        found.states.append(start)
    wanted = frozenset(until)
    index = 0
    with _without_collector():
        while index < len(found.states) < limit and not (wanted and wanted <= found.breaks.keys()):
            state = found.states[index]
            control, inputs = state >> SHIFT, state & INPUTS
            _expand(model, found, known, index, inputs, model.control_moves(control))
            later = model.aged(inputs)
            if later is not None:
                _expand(model, found, known, index, later, model.clock_moves(control))
            _expand(model, found, known, index, control << SHIFT, model.input_moves(control, inputs))
            for by in (1, 2, 3):
                found.ends[by].append(len(found.edges[by]))
            index += 1
    found.complete = index == len(found.states)
    return found


def _expand(model: Model, found: Exploration, known: dict[int, int], index: int, rest: int, moves: Moves) -> None:
    """Takes the steps of one kind out of one state: nearly all of the time goes here."""
    states = found.states
    fresh = len(states)
    for by, targets in enumerate(moves.targets):
        edges = found.edges[by]
        found.steps += len(targets)
        for target in targets:
            state = rest + target
            number = known.setdefault(state, fresh)
            if number == fresh:
                states.append(state)
                found.parents.append(index)
                for invariant in model.together(state & INPUTS):
                    found.breaks.setdefault(invariant, Break(index, fresh))
                fresh += 1
            if by:
                edges.append(number)
    for target, invariant in moves.broken:
        if invariant not in found.breaks:
            found.breaks[invariant] = Break(index, known[rest + target])
