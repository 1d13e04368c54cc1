"""AWS's schedule expressions, read once for everybody: ``cron(…)`` of six fields, ``rate(…)`` and ``at(…)``.

The grammar is the guide's, https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html, to
which Application Auto Scaling refers, and https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
They are silent on letter case, ``6L``, ``LW`` and ranges that wrap around (``FRI-MON``), which AWS takes as Quartz does
(https://github.com/grumBit/aws_cron_expression_validator/issues/12 and 18,
http://www.quartz-scheduler.org/documentation/quartz-2.3.0/tutorials/crontrigger.html). What remains unsaid is refused,
not guessed: ``L`` or ``W`` in a list, ``L-3``, a step of days of the week, years that wrap around.

Times are what a clock on the wall shows: which zone that is, and what it does to them, is the caller's.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final, NoReturn

from domain.checks import refuse
from domain.scheduling.cron_days import DayRule, day_of_month, day_of_week
from domain.scheduling.cron_fields import DAY_OF_MONTH, DAY_OF_WEEK, HOURS, MINUTES, MONTH, YEAR, Field

_FORM: Final = re.compile(r"(cron|rate|at)\(([ -'*-~\s]*)\)", re.ASCII)
_RATE: Final = re.compile(r"(\d{1,9}) (minute|hour|day)s?", re.ASCII)
_AT: Final = re.compile(r"(?!0001|9999)\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d", re.ASCII)
"""Without the first and the last year of the calendar: in another zone they may lie outside of it."""
_SECONDS: Final = {"minute": 60, "hour": 3_600, "day": 86_400}
_FIELDS: Final = (MINUTES, HOURS, DAY_OF_MONTH, MONTH, DAY_OF_WEEK, YEAR)
_FORMS: Final = "cron(…), rate(…) or at(…), as in cron(0 9 ? * MON-FRI *), rate(5 minutes), at(2026-12-24T18:00:00)"


@dataclass(frozen=True)
class Rate:
    """An interval.

    Attributes:
        seconds: From one firing to the next; at least 60.
    """

    seconds: int


@dataclass(frozen=True)
class At:
    """A single time.

    Attributes:
        moment: What the clock shows; without an offset.
    """

    moment: datetime


@dataclass(frozen=True)
class Cron:
    """It fires at each of its minutes of each of its hours, on its days.

    Attributes:
        minutes: 0 to 59, in order.
        hours: 0 to 23, in order.
        day_rule: The day field that is not ``?``.
        months: 1 to 12, in order.
        years: 1970 to 2199.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    day_rule: DayRule
    months: tuple[int, ...]
    years: frozenset[int]

    def falls_on(self, day: date) -> bool:
        """Whether it fires on a day."""
        return day.year in self.years and day.month in self.months and day.day in self._of_month(day.year, day.month)

    def days(self, first: date, last: date) -> Iterator[date]:
        """Yield the days on which it fires, ``first`` and ``last`` included, in order.

        It goes by month, so a long time with few firings costs little.
        """
        begin, end = (first.year, first.month), (last.year, last.month)
        for year in range(first.year, last.year + 1):
            for month in self.months if year in self.years else ():
                if begin <= (year, month) <= end:
                    found = (date(year, month, day) for day in self._of_month(year, month))
                    inside = begin < (year, month) < end
                    yield from found if inside else (day for day in found if first <= day <= last)

    def _of_month(self, year: int, month: int) -> Sequence[int]:
        from_monday, length = calendar.monthrange(year, month)
        return self.day_rule.of_month((from_monday + 1) % 7 + 1, length)


@lru_cache(maxsize=1024)
def parse_schedule(expression: str) -> Cron | Rate | At:
    """Read a schedule expression of any form.

    Raises:
        ValueError: It is none; the message names the part and what is accepted.
    """
    form = _FORM.fullmatch(expression)
    if not form:
        refuse("schedule", expression, _FORMS)
    if form[1] == "cron":
        return parse_cron(expression)
    return _rate(expression, form[2]) if form[1] == "rate" else _at(expression, form[2])


def parse_cron(expression: str) -> Cron:
    """Read ``cron(minutes hours day-of-month month day-of-week year)``.

    Raises:
        ValueError: It is none; the message names the field, its value and what is accepted.
    """
    form = _FORM.fullmatch(expression)
    if not form or form[1] != "cron":
        refuse("schedule", expression, "cron(…), as in cron(0 9 ? * MON-FRI *)")
    fields = form[2].upper().split()
    if len(fields) != len(_FIELDS):
        names = " ".join(field.name for field in _FIELDS)
        refuse("schedule", expression, f"cron has 6 fields, not {len(fields)}: {names}")
    minutes, hours, of_month, months, of_week, years = fields
    if (of_month == "?") is (of_week == "?"):
        refuse("schedule", expression, "exactly one of day-of-month and day-of-week is ?")

    def refused(field: Field, text: str) -> NoReturn:
        refuse(f"{field.name} of {expression}", text, field.accepted)

    def numbers(field: Field, text: str) -> frozenset[int]:
        return field.numbers(text) or refused(field, text)

    rule = day_of_month(of_month) if of_week == "?" else day_of_week(of_week)
    if rule is None:
        refused(*((DAY_OF_MONTH, of_month) if of_week == "?" else (DAY_OF_WEEK, of_week)))
    return Cron(
        minutes=tuple(sorted(numbers(MINUTES, minutes))),
        hours=tuple(sorted(numbers(HOURS, hours))),
        day_rule=rule,
        months=tuple(sorted(numbers(MONTH, months))),
        years=numbers(YEAR, years),
    )


def _rate(expression: str, text: str) -> Rate:
    match = _RATE.fullmatch(text)
    if not match or int(match[1]) < 1:
        refuse("rate", expression, "a whole number of 1 or more and minute, minutes, hour, hours, day or days")
    return Rate(int(match[1]) * _SECONDS[match[2]])


def _at(expression: str, text: str) -> At:
    try:
        moment = datetime.fromisoformat(text) if _AT.fullmatch(text) else None
    except ValueError:
        moment = None
    if moment is None:
        refuse("time", expression, "a time that exists, as at(yyyy-mm-ddThh:mm:ss) without an offset")
    return At(moment)
