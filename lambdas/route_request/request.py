"""Reads the event of a request."""

import base64
import binascii
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.checks import finite_number, refuse, text
from lambdas.errors import InvalidEventError
from lambdas.events import fields_of, only_known, optional, required
from lambdas.patterns.callers import Call
from lambdas.patterns.served import MAX_TIMEOUT_MS

FIELDS: Final = ("id", "content_type", "body", "body_base64", "deadline_ms", "pattern")
MAX_ID: Final = 256
MAX_CONTENT_TYPE: Final = 1024
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html"""
CONTENT_TYPE: Final = re.compile(r"[!-.0-~]+/[!-~][ -~]*")
"""Printable ASCII: it becomes a header, and what none can hold would look like a pattern that cannot be reached."""
LEAST_DEADLINE_MS: Final = 100
"""`attempts` keeps 50 ms of it for the reply and asks nobody with less than 20 ms."""


@dataclass(frozen=True)
class Request:
    """What is asked.

    Attributes:
        call: What a pattern gets to see: id, body, content type.
        deadline_ms: How long the answer may take, in milliseconds; None for the stack's own.
        pattern: The only pattern to ask; None for the switch's choice.
    """

    call: Call
    deadline_ms: float | None
    pattern: str | None


def parse_request(event: object, own_id: str, patterns: Collection[str]) -> Request:
    """Read an event.

    Args:
        event: `{"content_type", "body" | "body_base64"}`, and where wanted `id`, `deadline_ms`, `pattern`.
        own_id: The id of a request that has none.
        patterns: The patterns that there are.

    Raises:
        InvalidEventError: Names the field, its value and what is accepted.
    """
    fields = fields_of(event)
    only_known(fields, FIELDS)
    call = Call(
        id=optional(fields, "id", _id, own_id),
        body=_body(fields),
        content_type=required(fields, "content_type", _content_type),
    )
    deadline = optional(fields, "deadline_ms", _deadline, None)
    return Request(call, deadline, optional(fields, "pattern", lambda value: _pattern(value, patterns), None))


def _body(fields: Mapping[str, Any]) -> bytes:
    given = [name for name in ("body", "body_base64") if fields.get(name) is not None]
    if len(given) != 1:
        have = "both" if given else "neither"
        raise InvalidEventError(f"fields 'body' (a text) and 'body_base64': {have} given; accepted: one of them")
    return required(fields, given[0], _plain if given[0] == "body" else _decoded)


def _plain(value: Any) -> bytes:
    try:
        return text("body", value).encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"the text has half a character at {error.start}; accepted: text that UTF-8 can hold"
        ) from error


def _decoded(value: Any) -> bytes:
    try:
        return base64.b64decode(text("body_base64", value), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"no base64 ({error}); accepted: standard base64 with its padding") from error


def _id(value: Any) -> str:
    if len(text("id", value)) > MAX_ID:
        raise ValueError(f"{len(value)} characters; accepted: 1 to {MAX_ID}")
    return str(value)


def _content_type(value: Any) -> str:
    if not CONTENT_TYPE.fullmatch(text("content_type", value)) or len(value) > MAX_CONTENT_TYPE:
        refuse("content_type", value, f"a type such as image/png, in up to {MAX_CONTENT_TYPE} characters of ASCII")
    return str(value)


def _deadline(value: Any) -> float | None:
    if finite_number("deadline_ms", value, 0, above=True) > MAX_TIMEOUT_MS:
        refuse("deadline_ms", value, f"a number of milliseconds up to {MAX_TIMEOUT_MS}")
    if value < LEAST_DEADLINE_MS:
        refuse("deadline_ms", value, f"at least {LEAST_DEADLINE_MS} milliseconds, for an attempt and its answer")
    return float(value)


def _pattern(value: Any, patterns: Collection[str]) -> str | None:
    if value not in patterns:
        refuse("pattern", value, f"one of {', '.join(patterns)}")
    return str(value)
