"""Argument checks shared by the decision modules: each failure names the argument, its value and what is accepted."""

import sys
from typing import Any, Final, NoReturn

LARGEST: Final = sys.float_info.max


def refuse(argument: str, value: object, accepted: str) -> NoReturn:
    """Raise the one kind of error that this package raises for an argument.

    Raises:
        ValueError: always; the message names the argument, the value and what is accepted.
    """
    raise ValueError(f"{argument} = {value!r} is not accepted: {accepted}")


def whole_number(argument: str, value: Any, low: int, high: int | None = None) -> int:
    """Return ``value`` when it is an int (not a bool) in ``low``..``high``; ``high=None`` means no upper bound."""
    span = f"a whole number of at least {low}" if high is None else f"a whole number from {low} to {high}"
    if isinstance(value, bool) or not isinstance(value, int) or value < low or (high is not None and value > high):
        refuse(argument, value, span)
    return value


def finite_number(argument: str, value: Any, low: float, *, above: bool = False) -> float:
    """Return ``value`` as a float when it is finite and at least ``low`` (greater than ``low`` when ``above``)."""
    bound = f"a finite number {'greater than' if above else 'of at least'} {low:g}"
    # A comparison takes what math.isfinite cannot: an int that is larger than any float.
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -LARGEST <= value <= LARGEST:
        refuse(argument, value, bound)
    if value < low or (above and value == low):
        refuse(argument, value, bound)
    return float(value)


def text(argument: str, value: Any) -> str:
    """Return ``value`` when it is a non-empty string."""
    if not isinstance(value, str) or not value:
        refuse(argument, value, "a non-empty string")
    return value
