"""The proof of a schedule: what its actions alone do, minute by minute, equals what the calendar says.

Before its first action a target has the capacity that it was registered with; the proof demands that an action comes no
later than the calendar's first change, and that from then on every minute is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from domain.scheduling.business_calendar import BusinessCalendar
from domain.scheduling.firings import READINGS, Reading, occurrences
from domain.scheduling.schedule import Bounds, Capacity, ScheduledAction
from domain.scheduling.wall_clock import MINUTE, Occurrence

PROVED_DAYS: Final = 366
_UNKNOWN: Final = 0


@dataclass(frozen=True)
class Counterexample:
    """The first minute at which actions and calendar differ.

    Attributes:
        moment: The minute, UTC.
        expected: What the calendar says.
        found: What the actions leave, ``None`` when none has acted yet.
        action: Name of the action that acted last, or empty.
        reading: Under which reading of the documentation.
        problem: What is wrong, for people.
    """

    moment: datetime
    expected: Bounds
    found: Bounds | None
    action: str
    reading: str
    problem: str

    def describe(self) -> str:
        """For people."""
        found = "unknown" if self.found is None else self.found.describe()
        by = f" by {self.action}" if self.action else ""
        return (
            f"{self.moment:%Y-%m-%dT%H:%MZ}: capacity is {found}{by}, the calendar says {self.expected.describe()}: "
            f"{self.problem} ({self.reading})"
        )


@dataclass(frozen=True)
class Proof:
    """What was shown.

    Attributes:
        counterexample: The first minute that is wrong, or ``None``: it holds.
        minutes: Minutes that were compared, under each reading.
        readings: Readings of the documentation under which they were.
        first_action: When the first action acts; ``None`` when none does.
    """

    counterexample: Counterexample | None
    minutes: int
    readings: int
    first_action: datetime | None

    @property
    def holds(self) -> bool:
        """Whether the schedule is right."""
        return self.counterexample is None


@dataclass(frozen=True)
class _Acts:
    """One action and everything that it may do in the time of the proof."""

    action: ScheduledAction
    found: tuple[Occurrence, ...]


@dataclass(frozen=True)
class _Case:
    """What the actions are compared with: minutes from ``start`` on, 1 is business."""

    start: datetime
    expected: bytes
    capacity: Capacity

    def bounds(self, minute: int) -> Bounds:
        return self.capacity.at(business=bool(self.expected[minute]))

    @property
    def first_change(self) -> int:
        """The first minute that differs from the one before, or the end."""
        change = self.expected.find(1 - self.expected[0]) if self.expected else -1
        return change if change >= 0 else len(self.expected)


def prove(
    actions: Sequence[ScheduledAction],
    calendar: BusinessCalendar,
    capacity: Capacity,
    start: datetime,
    days: int = PROVED_DAYS,
) -> Proof:
    """Compare what ``actions`` do with what ``calendar`` says, for ``days`` from ``start`` on.

    Args:
        actions: All scheduled actions of one target.
        calendar: When it is business.
        capacity: The bounds of both states.
        start: A whole UTC minute.
        days: At least 1.

    Raises:
        ValueError: An action has an expression that the compiler does not write.
    """
    end = start + timedelta(days=days)
    case = _Case(start, calendar.business_minutes(start, end), capacity)
    acts = [_Acts(one, tuple(occurrences(one.schedule, one.timezone, start, end))) for one in actions]
    # Without a day on which clocks change inside, all readings are one.
    doubtful = any(not found.certain for each in acts for found in each.found)
    readings = READINGS if doubtful else READINGS[:1]
    for reading in readings:
        wrong = _compare(case, acts, reading)
        if wrong is not None:
            return Proof(wrong, len(case.expected), len(readings), None)
    firings = _firings(case, acts, readings[0])
    first = start + firings[0][0] * MINUTE if firings else None
    return Proof(None, len(case.expected), len(readings), first)


def _firings(case: _Case, acts: Iterable[_Acts], reading: Reading) -> list[tuple[int, ScheduledAction]]:
    """Minute and action, in order, of everything that acts in the time of the proof."""
    found = [
        (int((moment - case.start) / MINUTE), each.action)
        for each in acts
        for occurrence in each.found
        for moment in reading.instants(occurrence)
        if moment >= case.start
    ]
    return sorted((one for one in found if one[0] < len(case.expected)), key=lambda one: (one[0], one[1].name))


def _compare(case: _Case, acts: Sequence[_Acts], reading: Reading) -> Counterexample | None:
    firings = _firings(case, acts, reading)

    def wrong(minute: int, found: Bounds | None, action: str, problem: str) -> Counterexample:
        moment = case.start + minute * MINUTE
        return Counterexample(moment, case.bounds(minute), found, action, reading.describe(), problem)

    for (minute, one), (other_minute, other) in pairwise(firings):
        if minute == other_minute and one.bounds != other.bounds:
            return wrong(minute, other.bounds, other.name, f"{one.name} acts in the same minute, in no certain order")
    first = firings[0][0] if firings else len(case.expected)
    if first > case.first_change:
        return wrong(case.first_change, None, "", "no action has acted before the calendar's first change")
    codes = {bounds: code for code, bounds in enumerate(_all_bounds(case, acts), start=_UNKNOWN + 1)}
    found = _painted(len(case.expected), [(minute, codes[one.bounds]) for minute, one in firings])
    right = case.expected.translate(_table(codes, case.capacity))
    if found[first:] == right[first:]:
        return None
    minute = next(at for at in range(first, len(right)) if found[at] != right[at])
    last = [one for at, one in firings if at <= minute][-1]
    return wrong(minute, last.bounds, last.name, "it is the last that acted")


def _all_bounds(case: _Case, acts: Iterable[_Acts]) -> list[Bounds]:
    given = (case.capacity.business, case.capacity.off_hours, *(each.action.bounds for each in acts))
    return list(dict.fromkeys(given))


def _table(codes: dict[Bounds, int], capacity: Capacity) -> bytes:
    """A translation of the calendar's two states into codes of bounds."""
    states = bytes([codes[capacity.off_hours], codes[capacity.business]])
    return states + bytes(256 - len(states))


def _painted(length: int, firings: Sequence[tuple[int, int]]) -> bytes:
    """Each minute with the code of the action that acted last."""
    pieces, at, code = [], 0, _UNKNOWN
    for minute, new in [*firings, (length, _UNKNOWN)]:
        pieces.append(bytes([code]) * (minute - at))
        at, code = minute, new
    return b"".join(pieces)
