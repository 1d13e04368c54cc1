"""Days that a person gives at the command line."""

from __future__ import annotations

from datetime import date
from typing import Final

from advisor.errors import InputError

FIRST: Final = date(2006, 1, 1)
"""AWS had no prices before."""
LAST: Final = date(2099, 12, 31)


def accepted_day(day: date, option: str) -> date:
    """The day, when calendars and prices can say something of it.

    Args:
        day: What was given.
        option: As what, for the message.

    Raises:
        InputError: It is not within ``FIRST`` and ``LAST``.
    """
    if not FIRST <= day <= LAST:
        raise InputError(f"{option} {day}: accepted is a day from {FIRST} to {LAST}")
    return day
