"""On which days of a month a cron expression fires: what its two day fields stand for.

A rule is asked about a month by the weekday that it begins with (1 is Sunday, as AWS counts) and by its length. The
grammar, its sources and what is refused: :mod:`domain.scheduling.cron`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.scheduling.cron_fields import DAY_OF_MONTH, DAY_OF_WEEK

_SUNDAY, _SATURDAY = 1, 7
_LAST: Final = -1
_ONE_OF_MONTH: Final = re.compile(r"(\w+)(?:L|#([1-5]))", re.ASCII)


@dataclass(frozen=True)
class DaysOfMonth:
    """Days by their number; a month that does not have one leaves it out.

    Attributes:
        numbers: 1 to 31, in order.
    """

    numbers: tuple[int, ...]

    def of_month(self, first: int, length: int) -> Sequence[int]:
        """The days of a month that begins on the weekday ``first`` and has ``length`` days, in order."""
        del first
        return self.numbers if self.numbers[-1] <= length else [day for day in self.numbers if day <= length]


@dataclass(frozen=True)
class LastDay:
    """``L``: the last day of the month."""

    def of_month(self, first: int, length: int) -> Sequence[int]:
        """As :meth:`DaysOfMonth.of_month`."""
        del first
        return (length,)


@dataclass(frozen=True)
class NearestWeekday:
    """``15W``: the day from Monday to Friday that is nearest to a day, in the same month.

    Attributes:
        day: 1 to 31. In a shorter month it is the last day, of which the guide says nothing; ``LW`` is 31.
    """

    day: int

    def of_month(self, first: int, length: int) -> Sequence[int]:
        """As :meth:`DaysOfMonth.of_month`."""
        day = min(self.day, length)
        weekday = _weekday(first, day)
        if weekday == _SATURDAY:
            return (day - 1 if day > 1 else day + 2,)
        if weekday == _SUNDAY:
            return (day + 1 if day < length else day - 2,)
        return (day,)


@dataclass(frozen=True)
class DaysOfWeek:
    """Days by their weekday.

    Attributes:
        weekdays: 1 is Sunday and 7 Saturday.
        nth: Which of the month's, 1 to 5; -1 the last; ``None`` all.
    """

    weekdays: frozenset[int]
    nth: int | None = None

    def of_month(self, first: int, length: int) -> Sequence[int]:
        """As :meth:`DaysOfMonth.of_month`."""
        found = [day for day in range(1, length + 1) if _weekday(first, day) in self.weekdays]
        if self.nth is None:
            return found
        return found[-1:] if self.nth == _LAST else found[self.nth - 1 : self.nth]


DayRule = DaysOfMonth | LastDay | NearestWeekday | DaysOfWeek


def day_of_month(text: str) -> DayRule | None:
    """What a day-of-month field stands for; ``None`` when it is not accepted."""
    if text == "L":
        return LastDay()
    if text.endswith("W"):
        day = DAY_OF_MONTH.high if text == "LW" else DAY_OF_MONTH.number(text[:-1])
        return None if day is None else NearestWeekday(day)
    numbers = DAY_OF_MONTH.numbers(text)
    return DaysOfMonth(tuple(sorted(numbers))) if numbers else None


def day_of_week(text: str) -> DayRule | None:
    """What a day-of-week field stands for; ``None`` when it is not accepted. ``L`` alone is the last day of a week."""
    if text == "L":
        return DaysOfWeek(frozenset({_SATURDAY}))
    one = _ONE_OF_MONTH.fullmatch(text)
    if one:
        weekday = DAY_OF_WEEK.number(one[1])
        return None if weekday is None else DaysOfWeek(frozenset({weekday}), int(one[2] or _LAST))
    weekdays = DAY_OF_WEEK.numbers(text)
    return DaysOfWeek(weekdays) if weekdays else None


def _weekday(first: int, day: int) -> int:
    return (first + day - 2) % 7 + 1
