"""The canary's body, read and checked before anything is created."""

from __future__ import annotations

from pathlib import Path

from components.probe_body import probe_body
from components.resilience.parts import Canary
from components.settings.resilience import CanarySettings


def canary_of(root: Path, settings: CanarySettings) -> Canary:
    """Read what is predicted to know whether a Region serves.

    Args:
        root: Folder that the file's path is relative to.
        settings: Which file, and its type; the settings' own check says when one is missing.

    Raises:
        pulumi.RunError: It cannot be read, is empty, or is too large to be a variable.
    """
    body = probe_body(root, settings.file or "", "resilience.canary.file")
    return Canary(content_type=settings.content_type or "", body_base64=body)
