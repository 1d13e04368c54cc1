"""The laws of schedule expressions: what is written is read, days are those of a plain calendar."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.scheduling.cron import Cron, parse_cron, parse_schedule
from domain.scheduling.cron_days import DayRule, DaysOfMonth, DaysOfWeek, LastDay, NearestWeekday

DAY = timedelta(days=1)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

RULES: st.SearchStrategy[DayRule] = st.one_of(
    st.builds(DaysOfMonth, st.sets(st.integers(1, 31), min_size=1).map(lambda found: tuple(sorted(found)))),
    st.just(LastDay()),
    st.builds(NearestWeekday, st.integers(1, 31)),
    st.builds(DaysOfWeek, st.frozensets(st.integers(1, 7), min_size=1)),
    st.builds(DaysOfWeek, st.integers(1, 7).map(lambda one: frozenset({one})), st.sampled_from([1, 2, 3, 4, 5, -1])),
)
CRONS = st.builds(
    Cron,
    st.sets(st.integers(0, 59), min_size=1).map(lambda found: tuple(sorted(found))),
    st.sets(st.integers(0, 23), min_size=1).map(lambda found: tuple(sorted(found))),
    RULES,
    st.sets(st.integers(1, 12), min_size=1).map(lambda found: tuple(sorted(found))),
    st.frozensets(st.integers(2023, 2029), min_size=1),
)
DATES = st.dates(date(2022, 12, 1), date(2030, 1, 31))


def write(cron: Cron) -> str:
    """A cron as people write it: numbers of months and names of days."""
    of_month = of_week = "?"
    match cron.day_rule:
        case LastDay():
            of_month = "L"
        case DaysOfMonth(numbers):
            of_month = ",".join(map(str, numbers))
        case NearestWeekday(day):
            of_month = f"{day}W"
        case DaysOfWeek(weekdays, nth):
            which = {None: "", -1: "L"}.get(nth, f"#{nth}")
            of_week = ",".join(WEEKDAYS[one - 1] for one in sorted(weekdays)) + which
    minutes, hours, months, years = (
        ",".join(map(str, sorted(numbers))) for numbers in (cron.minutes, cron.hours, cron.months, cron.years)
    )
    return f"cron({minutes} {hours} {of_month} {months} {of_week} {years})"


def plainly_falls_on(cron: Cron, day: date) -> bool:
    """The calendar asked without the reader's arithmetic."""
    if day.year not in cron.years or day.month not in cron.months:
        return False
    last = calendar.monthrange(day.year, day.month)[1]
    match cron.day_rule:
        case LastDay():
            return (day + DAY).month != day.month
        case NearestWeekday(wanted):
            weekdays = [one for one in range(1, last + 1) if day.replace(day=one).isoweekday() <= 5]
            return day.day == min(weekdays, key=lambda one: abs(one - min(wanted, last)))
        case DaysOfWeek(weekdays_of, nth):
            which = {None: True, -1: (day + 7 * DAY).month != day.month}
            return day.isoweekday() % 7 + 1 in weekdays_of and which.get(nth, (day.day - 1) // 7 + 1 == nth)
        case DaysOfMonth(numbers):
            return day.day in numbers


@given(CRONS, DATES)
def test_what_is_written_is_read_and_falls_on_the_same_days(cron: Cron, first: date) -> None:
    read = parse_cron(write(cron))
    assert read == cron
    month = [first + number * DAY for number in range(70)]
    assert [day for day in month if read.falls_on(day)] == [day for day in month if plainly_falls_on(cron, day)]


@given(CRONS, DATES, st.integers(-3, 800))
def test_the_days_of_a_stretch_are_those_that_it_falls_on(cron: Cron, first: date, length: int) -> None:
    stretch = [first + number * DAY for number in range(length + 1)]
    assert list(cron.days(first, first + length * DAY)) == [day for day in stretch if cron.falls_on(day)]


@given(st.integers(1, 12), st.integers(0, 11), st.integers(1, 12), st.booleans())
def test_a_range_goes_around_the_end_step_by_step(first: int, length: int, step: int, named: bool) -> None:
    last = (first + length - 1) % 12 + 1
    around = [(first + passed - 1) % 12 + 1 for passed in range(0, length + 1, step)]
    ends = (MONTHS[first - 1], MONTHS[last - 1]) if named else (first, last)
    assert parse_cron(f"cron(0 9 1 {ends[0]}-{ends[1]}/{step} ? *)").months == tuple(sorted(around))


@given(st.text(alphabet="0123456789*?/-,LW#MONcronrateat() :T٣"))
def test_any_text_is_read_or_refused_with_what_is_accepted(text: str) -> None:
    for expression in (text, f"cron({text})", f"cron(0 9 {text} * ? *)", f"rate({text})", f"at({text})"):
        problem = "is not accepted: "
        try:
            parse_schedule(expression)
        except ValueError as error:
            problem = str(error)
        assert "is not accepted: " in problem
