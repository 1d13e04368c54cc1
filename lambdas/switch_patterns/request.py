"""What the function is asked: a look by its schedule, or by a person who may want to see before anything changes."""

from dataclasses import dataclass
from typing import Any

from lambdas.errors import InvalidEventError
from lambdas.events import fields_of, only_known, optional


@dataclass(frozen=True)
class Request:
    """One request; with ``dry_run`` nothing is written and nothing published."""

    dry_run: bool = False


def parse(event: object) -> Request:
    """Read an event; an empty one is a look that counts.

    Raises:
        InvalidEventError: A field that is not known, or a value that is not accepted.
    """
    given = fields_of(event)
    only_known(given, ("dry_run",))
    return Request(dry_run=optional(given, "dry_run", _flag, False))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidEventError(f"field 'dry_run' = {value!r} is not accepted: true or false")
    return value
