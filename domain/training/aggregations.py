"""Aggregations over a window of earlier rows of the same group, without a look at the present or the future.

A row at moment t sees the rows of its group in [t - window, t): rows of the same moment do not see each other.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from math import isnan
from typing import Final

from domain.training.cells import FLOAT32_MAX
from domain.training.encodings import NO_HISTORY
from domain.training.plan import Aggregation, Function

COMBINE: Final[dict[Function, Callable[[float, float], float]]] = {
    Function.MIN: min,
    Function.MAX: max,
}
"""How two values become one; those that are not here are added."""


class Window:
    """The values of a moving window, with what they combine to.

    Values come in at one end and leave at the other, in two stacks that hold their running combination: nothing is ever
    subtracted, so a huge value that has left the window leaves no error behind. Each value is moved once.
    """

    def __init__(self, combine: Callable[[float, float], float]) -> None:
        """Start empty; ``combine`` makes one value of two."""
        self._combine = combine
        self._old: list[tuple[float, float]] = []  # the oldest last, each combined with all newer ones of this stack
        self._new: list[tuple[float, float]] = []
        self._newest: float | None = None

    def __len__(self) -> int:
        return len(self._old) + len(self._new)

    def push(self, moment: float, value: float) -> None:
        """Take a value in; its moment is not before that of any other."""
        self._new.append((moment, value))
        self._newest = value if self._newest is None else self._combine(self._newest, value)

    def drop_before(self, moment: float) -> None:
        """Let go of every value before a moment."""
        while len(self):
            if not self._old:
                self._turn()
            if self._old[-1][0] >= moment:
                return
            self._old.pop()

    def combined(self) -> float | None:
        """What all values combine to; None when there are none."""
        if not self._old:
            return self._newest
        oldest = self._old[-1][1]
        return oldest if self._newest is None else self._combine(oldest, self._newest)

    def _turn(self) -> None:
        total: float | None = None
        while self._new:
            moment, value = self._new.pop()
            total = value if total is None else self._combine(value, total)
            self._old.append((moment, total))
        self._newest = None


class History:
    """The training rows as one aggregation sees them.

    About 20 bytes a row; a row's group is kept as a number.
    """

    def __init__(self, plan: Aggregation) -> None:
        """Start without rows."""
        self._plan = plan
        self._groups: dict[str, int] = {}
        self._group_of = array("l")
        self._moments = array("d")
        self._values = array("d")  # NaN stands for null: no cell holds it

    @property
    def group_count(self) -> int:
        """How many groups there are."""
        return len(self._groups)

    def add(self, moments: Iterable[float], groups: Iterable[str], values: Iterable[float | None]) -> None:
        """Add rows, each with its moment, its group and its value (None where it is null)."""
        known = self._groups
        self._moments.extend(moments)
        self._group_of.extend([known.setdefault(group, len(known)) for group in groups])
        self._values.extend([float("nan") if value is None else value for value in values])

    def of_rows(self) -> array[float]:
        """The value of every row, in the order in which they were added: only earlier rows of its group count."""
        found = array("d", bytes(8 * len(self._moments)))
        span = self._plan.window_seconds
        for _, rows in self._by_group():
            window = self._window()
            for moment, same in groupby(rows, key=self._moments.__getitem__):
                together = list(same)
                window.drop_before(moment - span)
                value = self._value(window)
                for row in together:
                    found[row] = value
                self._push(window, together)
        return found

    def at_the_end(self) -> dict[str, float]:
        """The value of each group once all rows were seen: what a request gets, which comes after them.

        A group without rows in the last window is left out: it has no history any more.
        """
        if not self._moments:
            return {}
        since = max(self._moments) - self._plan.window_seconds
        names = list(self._groups)
        found = {}
        for group, rows in self._by_group():
            window = self._window()
            self._push(window, [row for row in rows if self._moments[row] >= since])
            if len(window):
                found[names[group]] = self._value(window)
        return found

    def _by_group(self) -> Iterator[tuple[int, Iterator[int]]]:
        order = sorted(range(len(self._moments)), key=lambda row: (self._group_of[row], self._moments[row]))
        return groupby(order, key=self._group_of.__getitem__)

    def _window(self) -> Window:
        return Window(COMBINE.get(self._plan.function, lambda one, other: one + other))

    def _push(self, window: Window, rows: Iterable[int]) -> None:
        counts_rows = not self._plan.column
        for row in rows:
            value = self._values[row]
            if counts_rows:
                window.push(self._moments[row], 1.0)
            elif not isnan(value):
                window.push(self._moments[row], value)

    def _value(self, window: Window) -> float:
        combined, count = window.combined(), len(window)
        if self._plan.function is Function.COUNT:
            return float(count)
        if combined is None:
            return NO_HISTORY
        found = combined / count if self._plan.function is Function.MEAN else combined
        return min(max(found, -FLOAT32_MAX), FLOAT32_MAX)
