"""A step of the model, and the invariants that one can break."""

from __future__ import annotations

from enum import IntFlag, StrEnum
from typing import Any, Final, NamedTuple


class By(IntFlag):
    """The Regions that would take a step if the other were silent for ever; none for a fault or an operator."""

    NOBODY = 0
    FIRST = 1
    SECOND = 2
    EITHER = 3


REGIONS: Final = ("A", "B")
"""A is the primary."""


def only(region: int) -> By:
    """The Region of an index (0 or 1) alone."""
    return By.SECOND if region else By.FIRST


class Invariant(StrEnum):
    """What must hold after every step, in the words of the report."""

    ONE_WRITER = "at most one Region writes in an epoch"
    EPOCH_GROWS = "an epoch never goes back, and a new holder has a new one"
    ONE_EFFECT = "each input has exactly one effect"
    LATEST_CLAIM = "a write by a claim that was superseded is refused"
    OWN_CALLBACK = "a callback goes to the Region that owns the token"
    ONE_AT_WORK = "requests are in flight in one Region at a time"
    ONE_INPUT = "a key keeps the input that it was accepted with"
    NO_PING_PONG = "the lease comes back only to a Region that stayed healthy"
    HEALTHY_HOLDER = "the lease is handed over to a Region that is known to be healthy"


class Step(NamedTuple):
    """One thing that one actor does.

    Args:
        to: Number of the part (or of the control state) after it.
        by: Who takes it when the other Region is silent.
        broken: Invariants that it breaks.
        label: What happened: the name of a sentence in :mod:`advisor.failover_model.sentences`, and its values.
    """

    to: int
    by: By
    broken: tuple[Invariant, ...]
    label: tuple[Any, ...]


class Numbers:
    """Gives each distinct value a number, in the order in which they were first seen."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def of(self, value: Any) -> int:
        """The number of a value."""
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self.values)
            self.values.append(value)
        return number
