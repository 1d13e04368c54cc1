"""A body that becomes a function's variable: read and checked before anything is created."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

import pulumi

LARGEST_BODY: Final = 512
"""A function's variables take 4 KB together:
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""


def probe_body(root: Path, file: str, setting: str) -> str:
    """Read a body, in base64.

    Args:
        root: Folder that the file's path is relative to.
        file: Its path.
        setting: Path of the setting that names it, for people.

    Raises:
        pulumi.RunError: It cannot be read, is empty, or is too large to be a variable.
    """
    where = f"{setting} = {file!r}"
    try:
        body = (root / file).read_bytes()
    except OSError as error:
        raise pulumi.RunError(f"{where} could not be read ({error.strerror}); accepted: a file below {root}") from error
    if not 0 < len(body) <= LARGEST_BODY:
        raise pulumi.RunError(f"{where} has {len(body)} bytes; accepted: 1 to {LARGEST_BODY}, so take a smaller body")
    return base64.b64encode(body).decode()
