"""The canary's body, read and checked before anything is created."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

import pulumi

from components.resilience.parts import Canary
from components.settings.resilience import CanarySettings

LARGEST_BODY: Final = 512
"""A function's variables take 4 KB together:
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""


def canary_of(root: Path, settings: CanarySettings) -> Canary:
    """Read what is predicted to know whether a Region serves.

    Args:
        root: Folder that the file's path is relative to.
        settings: Which file, and its type; the settings' own check says when one is missing.

    Raises:
        pulumi.RunError: It cannot be read, is empty, or is too large to be a variable.
    """
    where = f"resilience.canary.file = {settings.file!r}"
    try:
        body = (root / (settings.file or "")).read_bytes()
    except OSError as error:
        raise pulumi.RunError(f"{where} could not be read ({error.strerror}); accepted: a file below {root}") from error
    if not 0 < len(body) <= LARGEST_BODY:
        raise pulumi.RunError(f"{where} has {len(body)} bytes; accepted: 1 to {LARGEST_BODY}, so take a smaller body")
    return Canary(content_type=settings.content_type or "", body_base64=base64.b64encode(body).decode())
