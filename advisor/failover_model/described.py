"""A step out of a state, with its name: for stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from advisor.failover_model.step import Step
from domain.resilience import Lease


class Described(NamedTuple):
    """One step.

    Args:
        state: After it.
        step: What it was.
        place: Which of the inputs took it (before they are put in order); ``None`` for none of them.
        parts: Numbers of the inputs after it, in the order of those before it.
    """

    state: int
    step: Step
    place: int | None
    parts: tuple[int, ...]


class Told(Protocol):
    """A model of which a story can be told."""

    def lease(self, state: int) -> Lease | None:
        """The lease of a state, relative to now."""

    def parts(self, state: int) -> tuple[int, ...]:
        """Numbers of its inputs."""

    def successors(self, state: int, parts: Sequence[int]) -> Iterable[Described]:
        """Every step out of it."""
