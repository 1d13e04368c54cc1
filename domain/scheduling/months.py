"""On which dates a weekly cron acts when some are exceptions: every week where it can, listed days where it must.

A cron cannot leave a date out. So a month with an exception gets an expression that lists its days, and all months
without one share an expression for each pattern of a year: two holidays in a year cost two more actions, not two for
each week. Fields: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

LAST_YEAR: Final = 2199
"""The last that a cron knows (see the page above)."""
MONTHS: Final = 12
EVERY: Final = "*"
ANY_DAY: Final = "?"
_DAY_NAMES: Final = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_SHORTEST_RANGE: Final = 3


@dataclass(frozen=True)
class Dates:
    """The date fields of a cron.

    Attributes:
        days_of_month: Third field.
        months: Fourth field.
        days_of_week: Fifth field.
        years: Sixth field.
        label: What tells it from others of the same time of day; empty for every week of every year.
        note: The same in words, with a leading blank.
    """

    days_of_month: str
    months: str
    days_of_week: str
    years: str
    label: str
    note: str

    @staticmethod
    def every_week(weekdays: Collection[int], months: str = EVERY, years: str = EVERY) -> Dates:
        """Some days of the week, 0 is Monday, in all months and years or some of them."""
        label = "-".join(field.replace(",", "_") for field in (years, f"m{months}") if field.strip("m") != EVERY)
        parts = (("in months", months), ("in" if months == EVERY else "of", years))
        note = "".join(f" {name} {field}" for name, field in parts if field != EVERY)
        return Dates(ANY_DAY, months, _week(weekdays), years, label, note)

    @staticmethod
    def listed(days: Sequence[date]) -> Dates:
        """Some days of one month."""
        month = days[0]
        note = f" in {month:%Y-%m}, which has exceptions"
        return Dates(
            _ranges(day.day for day in days), str(month.month), ANY_DAY, str(month.year), f"{month:%Y-%m}", note
        )


def cron_dates(weekdays: Collection[int], dates: Sequence[date], wrong: Collection[date]) -> Iterator[Dates]:
    """Yield the fewest date fields that act on every one of ``dates`` but the wrong ones, and on these weekdays after.

    Args:
        weekdays: Days of the week, 0 is Monday.
        dates: Every date of these weekdays, over whole months, in order.
        wrong: Those of them on which the cron must not act.
    """
    months = dict(_by_month(dates))
    listed = {month: days for month, days in months.items() if any(day in wrong for day in days)}
    for days in listed.values():
        right = [day for day in days if day not in wrong]
        if right:
            yield Dates.listed(right)
    yield from _weeks(weekdays, set(months), set(listed))


def _weeks(weekdays: Collection[int], months: set[tuple[int, int]], listed: set[tuple[int, int]]) -> Iterator[Dates]:
    """Expressions for the months without exceptions: one for each set of months that some years have."""
    first_year, first_month = min(months)
    years: dict[str, list[int]] = {}
    for year in sorted({year for year, _ in months}):
        free = [month for month in range(1, MONTHS + 1) if (year, month) not in listed]
        if year == first_year and free == list(range(1, MONTHS + 1)):
            years.setdefault(EVERY, []).append(year)
            continue
        usable = [month for month in free if (year, month) >= (first_year, first_month)]
        if usable:
            years.setdefault(EVERY if len(usable) == MONTHS else _ranges(usable), []).append(year)
    after = max(year for year, _ in months) + 1
    years.setdefault(EVERY, []).append(after)
    for field, found in years.items():
        yield Dates.every_week(weekdays, field, _years(found, first_year, after))


def _years(found: list[int], first: int, after: int) -> str:
    """A year field; what goes on after the last compiled year goes on for ever."""
    if found == list(range(first, after + 1)):
        return EVERY
    if found[-1] != after:
        return _ranges(found)
    start = next(year for year in found if set(range(year, after + 1)) <= set(found))
    before = [year for year in found if year < start]
    return ",".join(filter(None, (_ranges(before), f"{start}-{LAST_YEAR}")))


def _by_month(dates: Iterable[date]) -> Iterator[tuple[tuple[int, int], list[date]]]:
    return ((month, list(days)) for month, days in groupby(dates, key=lambda day: (day.year, day.month)))


def _week(weekdays: Collection[int]) -> str:
    """A day-of-week field by names: in numbers EventBridge counts from Sunday."""
    return ",".join(
        f"{_DAY_NAMES[low]}-{_DAY_NAMES[high]}" if high > low else _DAY_NAMES[low] for low, high in _runs(weekdays)
    )


def _ranges(numbers: Iterable[int]) -> str:
    """Numbers as cron writes them: 1,4-8,11."""
    return ",".join(f"{low}-{high}" if high > low else str(low) for low, high in _runs(numbers))


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of neighbours as first and last; two alone are no range."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [
        part
        for low, high in runs
        for part in ([(low, high)] if high - low + 1 >= _SHORTEST_RANGE else [(n, n) for n in range(low, high + 1)])
    ]
