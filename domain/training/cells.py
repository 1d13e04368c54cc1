"""What a cell of a data set may hold: read from CSV in training, checked as a JSON value in a request.

Both ways give the same values, so what was trained on and what is asked later mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

Cell = float | int | str | bool | None
"""A value: a number, a whole number, a text, a moment as seconds since 1970 in UTC, a boolean, or null."""

FLOAT32_MAX: Final = 3.4028234663852886e38
"""Models calculate in float32: what is larger would reach them as infinity."""

LARGEST_INTEGER: Final = 2**53
"""Up to here a float holds every whole number."""

LONGEST_TEXT: Final = 1024

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+(?:\.0+)?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOOLEANS: Final = {"true": True, "false": False, "1": True, "0": False}


class ColumnType(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    INTEGER = "integer"
    TEXT = "text"
    TIMESTAMP = "timestamp"
    BOOLEAN = "boolean"


ACCEPTED: Final[Mapping[ColumnType, str]] = {
    ColumnType.NUMBER: f"a finite number (at most {FLOAT32_MAX:.3g} either way)",
    ColumnType.INTEGER: "a whole number (at most 2^53 either way)",
    ColumnType.TEXT: f"a text of at most {LONGEST_TEXT} characters",
    ColumnType.TIMESTAMP: "a moment such as 2026-01-31T09:30:00Z",
    ColumnType.BOOLEAN: "true or false",
}


def read_cell(kind: ColumnType, cell: str) -> Cell:
    """What a cell of CSV holds; an empty one is null.

    Raises:
        ValueError: The cell is something else; the message says what is accepted.
    """
    if not cell:
        return None
    try:
        return _READERS[kind](cell)
    except ValueError:
        raise ValueError(f"{_short(cell)} is not accepted: {ACCEPTED[kind]}") from None


def check_value(kind: ColumnType, value: Any) -> Cell:
    """What a JSON value means in a column of this type; None and an empty text are null.

    Raises:
        ValueError: It is of another type, or no finite number; the message says what is accepted.
    """
    if value is None or value == "":
        return None
    try:
        return _CHECKS[kind](value)
    except (ValueError, OverflowError):
        raise ValueError(f"{_short(value)} is not accepted: {ACCEPTED[kind]}") from None


def label(value: Cell) -> str:
    """The text of a category, a group or a class; null is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _number(cell: str) -> float:
    if not _NUMBER.fullmatch(cell):  # float() alone takes "nan", "1_000", spaces and digits of other scripts
        raise ValueError(cell)
    return _finite(float(cell))


def _finite(value: float) -> float:
    if not -FLOAT32_MAX <= value <= FLOAT32_MAX:
        raise ValueError(value)
    return value + 0.0  # -0.0 becomes 0.0: equal values have equal bytes


def _integer(cell: str) -> int:
    if not _INTEGER.fullmatch(cell):
        raise ValueError(cell)
    return _whole(int(cell.partition(".")[0]))


def _whole(value: int) -> int:
    if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        raise ValueError(value)
    return value


def _text(value: str) -> str:
    if len(value) > LONGEST_TEXT or "\0" in value:
        raise ValueError(value)
    return value


def _moment(cell: str) -> float:
    if not _DAY.match(cell):
        raise ValueError(cell)
    moment = datetime.fromisoformat(cell)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _boolean(cell: str) -> bool:
    if cell.lower() not in _BOOLEANS:
        raise ValueError(cell)
    return _BOOLEANS[cell.lower()]


_READERS: Final[Mapping[ColumnType, Callable[[str], Cell]]] = {
    ColumnType.NUMBER: _number,
    ColumnType.INTEGER: _integer,
    ColumnType.TEXT: _text,
    ColumnType.TIMESTAMP: _moment,
    ColumnType.BOOLEAN: _boolean,
}


def _json_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(value)  # noqa: TRY004 - every refusal of a value is a ValueError here
    return _finite(float(value))


def _json_integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return _whole(value)
    if isinstance(value, float) and value.is_integer():
        return _whole(int(value))
    raise ValueError(value)


def _json_text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004
    return _text(value)


def _json_moment(value: Any) -> float:
    return _moment(value) if isinstance(value, str) else _json_number(value)


def _json_boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)  # noqa: TRY004
    return value


_CHECKS: Final[Mapping[ColumnType, Callable[[Any], Cell]]] = {
    ColumnType.NUMBER: _json_number,
    ColumnType.INTEGER: _json_integer,
    ColumnType.TEXT: _json_text,
    ColumnType.TIMESTAMP: _json_moment,
    ColumnType.BOOLEAN: _json_boolean,
}


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "..."
