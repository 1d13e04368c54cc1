"""Files as works: what each is, and the key that makes the same file the same work."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any, Final

from advisor.errors import InputError
from domain.resilience import input_hash, parse_key
from lambdas.work_body import MAX_INPUT_BYTES, WorkBody, parse_body

KEY_LENGTH: Final = 32


def work_of(file: Path, content_type: str | None, key: str | None) -> dict[str, Any]:
    """The work of a file.

    Args:
        file: What the model is asked.
        content_type: What it is; guessed from the file's name without it.
        key: The idempotency key; a hash of type and content without it.

    Raises:
        InputError: The file cannot be read, is empty or too large, or its type is not known.
    """
    kind = content_type or mimetypes.guess_type(file.name)[0]
    if kind is None:
        raise InputError(f"{file}: nothing says what it is; give --content-type, such as application/json")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} could not be read: {error.strerror}") from error
    document = WorkBody(kind, content).to_document()
    try:
        parse_body(document, MAX_INPUT_BYTES)
        chosen = input_hash(kind, content)[:KEY_LENGTH] if key is None else parse_key(key)
    except ValueError as error:
        raise InputError(f"{file}: {error}") from error
    return {"key": chosen, "input": document}
