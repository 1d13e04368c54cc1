"""Bodies of work in JSON: what a model is asked and what it answers, as text where that is smaller, else as base64.

A body travels as JSON within JSON (an item of the ledger within the input of an execution), so each quote of a text
costs up to three characters more. Base64 has none, and bounds what a body can grow to.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.checks import refuse, text

MAX_INPUT_BYTES: Final = 100_000
"""In base64 and as JSON within JSON 134 KB, of the 262,144 bytes that an execution's input may have
(https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)."""
MAX_RESULT_BYTES: Final = 150_000
"""As JSON at most 200 KB. With the input that is within the 400 KB of an item
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html), and 25 of them are within the
6 MB of a function's answer (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)."""
MAX_CONTENT_TYPE: Final = 256
CONTENT_TYPE: Final = "content_type"
BODY: Final = "body"
BODY_BASE64: Final = "body_base64"


@dataclass(frozen=True)
class WorkBody:
    """A body and what it is."""

    content_type: str
    content: bytes

    def to_document(self) -> dict[str, str]:
        """Its fields in JSON, the same for the same body."""
        coded = {CONTENT_TYPE: self.content_type, BODY_BASE64: base64.b64encode(self.content).decode()}
        try:
            plain = {CONTENT_TYPE: self.content_type, BODY: self.content.decode()}
        except UnicodeDecodeError:
            return coded
        return plain if _nested_length(plain) <= _nested_length(coded) else coded

    def to_json(self) -> str:
        """Its document as text."""
        return json.dumps(self.to_document(), separators=(",", ":"))


def parse_body(document: object, max_bytes: int) -> WorkBody:
    """Read a document.

    Args:
        document: An object with `content_type` and one of `body` (text) and `body_base64`.
        max_bytes: What the body may have.

    Raises:
        ValueError: Names the field, its value and what is accepted.
    """
    if not isinstance(document, Mapping):
        refuse("input", _shown(document), f"an object with {CONTENT_TYPE} and {BODY} or {BODY_BASE64}")
    unknown = sorted(str(field) for field in set(document) - {CONTENT_TYPE, BODY, BODY_BASE64})
    if unknown:
        refuse("input", unknown, f"only {CONTENT_TYPE}, {BODY} and {BODY_BASE64}")
    if (BODY in document) == (BODY_BASE64 in document):
        refuse("input", sorted(document), f"exactly one of {BODY} and {BODY_BASE64}")
    kind = text(CONTENT_TYPE, document.get(CONTENT_TYPE))
    if "/" not in kind or len(kind) > MAX_CONTENT_TYPE or not kind.isascii() or not kind.isprintable():
        refuse(CONTENT_TYPE, _shown(kind), f"a type such as application/json, at most {MAX_CONTENT_TYPE} characters")
    content = _plain(document[BODY]) if BODY in document else _decoded(document[BODY_BASE64])
    if not 0 < len(content) <= max_bytes:
        field = BODY if BODY in document else BODY_BASE64
        refuse(field, f"{len(content)} bytes", f"1 to {max_bytes} bytes; larger inputs go by the batch path")
    return WorkBody(kind, content)


def _plain(value: object) -> bytes:
    if not isinstance(value, str):
        refuse(BODY, _shown(value), f"a text; give bytes as {BODY_BASE64}")
    try:
        return value.encode()
    except UnicodeEncodeError:
        refuse(BODY, _shown(value), "a text without half of a surrogate pair")


def _decoded(value: object) -> bytes:
    if not isinstance(value, str):
        refuse(BODY_BASE64, _shown(value), "a text in base64")
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        refuse(BODY_BASE64, _shown(value), "a text in base64")


def _nested_length(document: Mapping[str, Any]) -> int:
    """How long a document is as JSON within JSON."""
    return len(json.dumps(json.dumps(document)))


def _shown(value: object) -> str:
    return repr(value)[:80]
