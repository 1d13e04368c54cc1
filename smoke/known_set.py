"""The known set: files with what a right model says of them, and rows for the HTTP API."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from advisor.errors import InputError

EXPECTED: Final = "expected.json"
ROWS: Final = "rows.json"
MOST_FILES: Final = 25
MOST_BYTES: Final = 4_000_000
"""A serverless endpoint takes 4 MB: https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"""


@dataclass(frozen=True)
class KnownFile:
    """A file, and what its prediction must hold; ``None`` where nobody said."""

    name: str
    body: bytes
    content_type: str
    expected: Mapping[str, Any] | None


@dataclass(frozen=True)
class KnownRows:
    """Rows for the HTTP API, and the right predictions; ``None`` where nobody said."""

    rows: Sequence[Any]
    predictions: Sequence[Any] | None


@dataclass(frozen=True)
class KnownSet:
    """What is sent; at least one file, and rows where the folder has some."""

    files: tuple[KnownFile, ...]
    rows: KnownRows | None


def read_known_set(folder: Path) -> KnownSet:
    """Read the folder: every file but ``expected.json`` and ``rows.json`` is an input.

    Raises:
        InputError: There is no such folder, no input in it, too much, or a document that cannot be read.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}; give --files DIR with the files that are sent")
    expected = _object(folder / EXPECTED)
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.name not in (EXPECTED, ROWS))
    if not 0 < len(paths) <= MOST_FILES:
        raise InputError(f"{folder} has {len(paths)} files to send; accepted: 1 to {MOST_FILES} of at most 4 MB each")
    strangers = sorted(set(expected) - {path.name for path in paths})
    if strangers:
        raise InputError(f"{folder / EXPECTED} expects something of {', '.join(strangers)}; there is no such file")
    return KnownSet(tuple(_file(path, expected.get(path.name)) for path in paths), _rows(folder / ROWS))


def _file(path: Path, expected: Any) -> KnownFile:
    kind = mimetypes.guess_type(path.name)[0]
    if kind is None:
        raise InputError(f"{path}: its ending says nothing of its content; rename it, such as digit.png")
    if expected is not None and not isinstance(expected, Mapping):
        raise InputError(f"{path.parent / EXPECTED}, {path.name}: {expected!r} is no object of names and values")
    try:
        body = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} could not be read: {error.strerror}") from error
    if not 0 < len(body) <= MOST_BYTES:
        raise InputError(f"{path} has {len(body)} bytes; accepted: 1 to {MOST_BYTES}")
    return KnownFile(path.name, body, kind, expected)


def _rows(path: Path) -> KnownRows | None:
    found = _object(path)
    if not found:
        return None
    rows, predictions = found.get("rows"), found.get("predictions")
    if not isinstance(rows, list) or not rows:
        raise InputError(f'{path} has no "rows"; accepted: an array of one row or more')
    if predictions is not None and (not isinstance(predictions, list) or len(predictions) != len(rows)):
        raise InputError(f'{path}: "predictions" must be an array with one value for each of the {len(rows)} rows')
    return KnownRows(rows, predictions)


def _object(path: Path) -> Mapping[str, Any]:
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path} could not be read: {error}") from error
    if not isinstance(found, Mapping):
        raise InputError(f"{path} is {type(found).__name__}; accepted: an object")
    return found
