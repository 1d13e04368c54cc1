"""Finds the files that an audit is asked for, and reads their text."""

from __future__ import annotations

import glob
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

STDIN: Final = "-"


def expanded(given: Iterable[str]) -> tuple[str, ...]:
    """Files for files, globs and directories (their ``*.json``, at any depth), each once, in a stable order.

    A name that matches nothing stays, so that it is reported as a file that cannot be read.
    """
    return tuple(dict.fromkeys(path for name in given for path in _matches(name)))


def _matches(name: str) -> list[str]:
    if name == STDIN or Path(name).is_file():
        return [name]
    if Path(name).is_dir():
        return sorted(str(path) for path in Path(name).rglob("*.json") if path.is_file()) or [name]
    return sorted(glob.glob(name, recursive=True)) or [name]


def text_of(source: str) -> str:
    """Content of a file, or of standard input for ``-``; UTF-8 or UTF-16, as PowerShell's ``>`` writes.

    Raises:
        OSError: It cannot be read.
        UnicodeDecodeError: It is no text.
    """
    if source != STDIN and Path(source).is_dir():
        raise FileNotFoundError("is a folder without *.json files")
    raw = sys.stdin.buffer.read() if source == STDIN else Path(source).read_bytes()
    return raw.decode(json.detect_encoding(raw[:4]))
