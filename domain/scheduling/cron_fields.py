"""The six fields of a cron expression as AWS writes them: which numbers a text stands for.

The grammar, its sources and what is refused: :mod:`domain.scheduling.cron`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_PART: Final = re.compile(r"(?:\*|(\w{1,4})(?:-(\w{1,4}))?)(?:/(\d{1,4}))?", re.ASCII)


@dataclass(frozen=True)
class Field:
    """The numbers of one field.

    Attributes:
        name: For people.
        low: Its smallest number.
        high: Its largest; the largest step too.
        accepted: What it takes, for people.
        words: Names of its numbers, from the smallest on.
        steps: Whether it takes a step.
        wraps: Whether a range may go over its end.
    """

    name: str
    low: int
    high: int
    accepted: str
    words: tuple[str, ...] = ()
    steps: bool = True
    wraps: bool = True

    def numbers(self, text: str) -> frozenset[int]:
        """What ``*``, ``5``, ``1-5``, ``0/15``, ``FRI-MON`` and lists of them stand for; nothing when not accepted."""
        parts = [self._part(part) for part in text.split(",")]
        return frozenset(number for part in parts for number in part) if all(parts) else frozenset()

    def number(self, text: str) -> int | None:
        """The number of a name or of digits; ``None`` when it is not one of the field's."""
        if text in self.words:
            return self.low + self.words.index(text)
        return int(text) if text.isdecimal() and self.low <= int(text) <= self.high else None

    def _part(self, text: str) -> Sequence[int]:
        match = _PART.fullmatch(text)
        if not match or (match[3] and not (self.steps and 1 <= int(match[3]) <= self.high)):
            return ()
        open_end = not match[1] or (match[3] and not match[2])
        first = self.number(match[1]) if match[1] else self.low
        last = self.high if open_end else self.number(match[2] or match[1])
        if first is None or last is None or (first > last and not self.wraps):
            return ()
        over = (*range(first, self.high + 1), *range(self.low, last + 1))
        return (range(first, last + 1) if first <= last else over)[:: int(match[3] or 1)]


_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_OF_WEEK: Final = "1 to 7 (1 is Sunday) or SUN to SAT, with , - * ?, or one of L, 6L, 2#1"

MINUTES: Final = Field("minutes", 0, 59, "0 to 59, with , - * /")
HOURS: Final = Field("hours", 0, 23, "0 to 23, with , - * /")
DAY_OF_MONTH: Final = Field("day-of-month", 1, 31, "1 to 31, with , - * ? /, or one of L, LW, 15W")
MONTH: Final = Field("month", 1, 12, "1 to 12 or JAN to DEC, with , - * /", _MONTHS)
DAY_OF_WEEK: Final = Field("day-of-week", 1, 7, _OF_WEEK, _DAYS, steps=False)
YEAR: Final = Field("year", 1970, 2199, "1970 to 2199, with , - * /", wraps=False)
