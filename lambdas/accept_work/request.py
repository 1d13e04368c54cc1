"""What a caller asks: works to accept, each with its input, or to look up, by their key alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.resilience import input_hash, parse_key
from lambdas import events
from lambdas.errors import InvalidEventError
from lambdas.work_body import MAX_INPUT_BYTES, WorkBody, parse_body

MAX_WORKS: Final = 25
"""Of one request: each may be a write and the start of an execution."""
_FIELDS: Final = ("works", "origin")
_WORK_FIELDS: Final = ("key", "input")


@dataclass(frozen=True)
class AskedWork:
    """One work of a request; without an input it is only looked up."""

    key: str
    input: WorkBody | None = None

    @property
    def input_hash(self) -> str:
        """Hash of the input, the same for the same type and bytes; empty without an input."""
        return "" if self.input is None else input_hash(self.input.content_type, self.input.content)


@dataclass(frozen=True)
class AcceptRequest:
    """What one invocation is asked.

    Attributes:
        works: 1 to 25, with different keys.
        origin: Region whose event bus brought it; empty when it was asked directly.
    """

    works: tuple[AskedWork, ...]
    origin: str = ""


def parse_request(event: object) -> AcceptRequest:
    """Read an event.

    Raises:
        InvalidEventError: A field is missing, unknown or not accepted; the field is named.
    """
    fields = events.fields_of(event)
    events.only_known(fields, _FIELDS)
    works = events.required(fields, "works", _works)
    twice = sorted({work.key for work in works if sum(other.key == work.key for other in works) > 1})
    if twice:
        raise InvalidEventError(f"field 'works' has {', '.join(twice)} more than once; accepted: different keys")
    return AcceptRequest(works, events.optional(fields, "origin", events.text, ""))


def _works(value: Any) -> tuple[AskedWork, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_WORKS:
        given = f"{len(value)} entries" if isinstance(value, list) else type(value).__name__
        raise ValueError(f"{given}; accepted: a list of 1 to {MAX_WORKS} works")
    return tuple(_work(at, entry) for at, entry in enumerate(value))


def _work(at: int, entry: Any) -> AskedWork:
    where = f"entry {at}"
    if not isinstance(entry, Mapping):
        raise ValueError(f"{where} is {type(entry).__name__}; accepted: an object with {' and '.join(_WORK_FIELDS)}")  # noqa: TRY004
    try:
        events.only_known(entry, _WORK_FIELDS)
        key = events.required(entry, "key", parse_key)
        found = entry.get("input")
        return AskedWork(key, None if found is None else parse_body(found, MAX_INPUT_BYTES))
    except (InvalidEventError, ValueError) as error:
        raise ValueError(f"{where}: {error}") from error
