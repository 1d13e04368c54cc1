"""Where set-up puts what it makes: the checkout's own folders, and the user's cache, which later clones reuse."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
LOCK = ROOT / "requirements.txt"


def cache(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of this project in the user's cache (XDG_CACHE_HOME, else ~/.cache)."""
    base = environ.get("XDG_CACHE_HOME") or str(Path(environ.get("HOME") or Path.home()) / ".cache")
    return Path(base) / "inference-platform"
