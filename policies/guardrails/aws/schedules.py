"""Schedule expressions, ``at(...)``, ``rate(...)`` and ``cron(...)``, as EventBridge and its neighbours read them.

The services share the cron of six fields; they differ in the forms that they take and in how a rate is spelled.
Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from guardrails.props import Props
from guardrails.rule import Finding, not_applicable, violation


@dataclass(frozen=True)
class Dialect:
    """What one service takes.

    Args:
        forms: Names of the forms.
        agrees: True where ``rate(1 minutes)`` and ``rate(5 minute)`` are refused.
    """

    forms: tuple[str, ...]
    agrees: bool = False


EVENTS: Final = Dialect(("rate", "cron"), agrees=True)
SCHEDULER: Final = Dialect(("at", "rate", "cron"))
AUTOSCALING: Final = Dialect(("at", "rate", "cron"))


@dataclass(frozen=True)
class _Field:
    """One field of cron: its numbers, what may stand for a number, and the largest step after a slash."""

    name: str
    numbers: range
    words: str = "(?!)"
    step: int | None = None


_DAYS: Final = "SUN|MON|TUE|WED|THU|FRI|SAT"
_FIELDS: Final = (
    _Field("minutes", range(60), step=59),
    _Field("hours", range(24)),
    _Field("day-of-month", range(1, 32), r"LW?|\d+W"),
    _Field("month", range(1, 13), "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"),
    _Field("day-of-week", range(1, 8), rf"L|{_DAYS}|({_DAYS}|[1-7])(L|#[1-5])"),
    _Field("year", range(1970, 2200)),
)
_FORM: Final = re.compile(r"(at|rate|cron)\((.*)\)", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII)
_RATE: Final = re.compile(r"(\d+)\s+(minute|hour|day)(s?)", re.ASCII)


def refused(expression: Props, dialect: Dialect) -> Iterator[Finding]:
    """A violation when the expression is known, and is none that the service takes."""
    text = expression.text()
    if text is not None and (problem := wrong(text, dialect)):
        yield violation(expression, f"is {expression.show()}: {problem}")


def refused_zone(zone: Props) -> Iterator[Finding]:
    """A violation when the time zone is known, and is no name of the IANA database."""
    text = zone.text()
    try:
        wrong_name = text is not None and not _is_zone(text)
    except zoneinfo.ZoneInfoNotFoundError:
        return iter([not_applicable("this machine does not have all names of the IANA database")])
    found = violation(zone, f"is {zone.show()}, which is no time zone of the IANA database")
    return iter([found] if wrong_name else [])


def _is_zone(name: str) -> bool:
    """True for a name in its own spelling, and in any other letter case: that costs a walk through the database."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return name.lower() in _zones()
    return True


@cache
def _zones() -> frozenset[str]:
    """The time zones' names in lower case.

    Raises:
        ZoneInfoNotFoundError: The machine lacks the database, or the zones' former names, which AWS takes too.
    """
    zoneinfo.ZoneInfo("US/Eastern")
    zoneinfo.ZoneInfo("Asia/Calcutta")
    return frozenset(map(str.lower, zoneinfo.available_timezones()))


def wrong(expression: str, dialect: Dialect) -> str:
    """What is wrong with an expression; empty when nothing is that AWS certainly refuses."""
    form = _FORM.fullmatch(expression.strip())
    if not form or form[1] not in dialect.forms:
        return f"accepted: {', '.join(f'{name}(...)' for name in dialect.forms)}"
    if form[1] == "at":
        return _wrong_date(form[2])
    return _wrong_rate(form[2], dialect) if form[1] == "rate" else _wrong_cron(form[2])


def _wrong_date(text: str) -> str:
    try:
        known = bool(_DATE.fullmatch(text)) and datetime.fromisoformat(text)
    except ValueError:
        return "there is no such time"
    return "" if known else "a time is yyyy-mm-ddThh:mm:ss, without a zone"


def _wrong_rate(text: str, dialect: Dialect) -> str:
    rate = _RATE.fullmatch(text.strip())
    if not rate:
        return "a rate is a whole number and minutes, hours or days"
    count = int(rate[1])
    if count == 0:
        return "a rate is 1 or more"
    if dialect.agrees and (count == 1) is bool(rate[3]):
        return f"it must be {count} {rate[2]}{'' if count == 1 else 's'}"
    return ""


def _wrong_cron(text: str) -> str:
    given = text.upper().split()
    if len(given) != len(_FIELDS):
        return f"cron takes {len(_FIELDS)} fields, not {len(given)}"
    for field, value in zip(_FIELDS, given, strict=True):
        if not _fits(field, value):
            return f"{field.name} cannot be {value}"
    if (given[2] == "?") is (given[4] == "?"):
        return "exactly one of day-of-month and day-of-week is ?"
    return ""


def _fits(field: _Field, value: str) -> bool:
    if value == "?":
        return field.name.startswith("day")
    return all(_part_fits(field, part) for part in value.split(","))


def _part_fits(field: _Field, part: str) -> bool:
    """One of several values: a star, a value or a range, and a step. ``L-3`` passes for a range."""
    values, slash, step = part.partition("/")
    if slash and not (step.isdecimal() and (field.step is None or int(step) <= field.step)):
        return False
    if values == "*" or (slash and not values):
        return True
    return all(_value_fits(field, value) for value in values.split("-", 1))


def _value_fits(field: _Field, value: str) -> bool:
    if value.isdecimal():
        return int(value) in field.numbers
    return bool(re.fullmatch(field.words, value))
