"""Reads the fields of an event; a refusal names the field, its value and what is accepted."""

import difflib
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from lambdas.errors import InvalidEventError

Value = TypeVar("Value")
_SHOWN = 200


def fields_of(event: object) -> Mapping[str, Any]:
    """Return the event when it is an object with fields.

    Raises:
        InvalidEventError: It is something else.
    """
    if not isinstance(event, Mapping):
        raise InvalidEventError(f"the event is {_shown(event)}; an object with fields is accepted")
    return event


def only_known(event: Mapping[str, Any], known: Collection[str], *, prefixes: tuple[str, ...] = ()) -> None:
    """Refuse a field that nobody would read, with the nearest known one.

    Raises:
        InvalidEventError: There is one; fields that start with one of ``prefixes`` are let through.
    """
    for field in event:
        if field in known or field.startswith(prefixes):
            continue
        near = difflib.get_close_matches(field, known, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise InvalidEventError(f"field {field!r} is unknown{hint}; accepted: {', '.join(known)}")


def required(event: Mapping[str, Any], field: str, parse: Callable[[Any], Value]) -> Value:
    """Return what ``parse`` makes of a field; its ValueError becomes the event's error.

    Raises:
        InvalidEventError: The field is missing, or ``parse`` does not accept it.
    """
    if field not in event:
        raise InvalidEventError(f"field {field!r} is missing; the event has {sorted(event)}")
    try:
        return parse(event[field])
    except ValueError as error:
        raise InvalidEventError(f"field {field!r}: {error}") from error


def optional(event: Mapping[str, Any], field: str, parse: Callable[[Any], Value], default: Value) -> Value:
    """Return ``default`` when the field is absent or null, else what :func:`required` returns."""
    return default if event.get(field) is None else required(event, field, parse)


def text(value: Any) -> str:
    """Accept a non-empty string."""
    if not isinstance(value, str) or not value:
        raise ValueError(f"{_shown(value)} is not accepted: a non-empty string")
    return value


def _shown(value: object) -> str:
    """Show a value, cut to a length that fits an error message."""
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "..."
