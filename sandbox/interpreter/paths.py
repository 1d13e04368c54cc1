"""Moto's paths, quicker: it builds a parser's tables anew for each path of each state of each execution."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from moto.stepfunctions.parser.asl.component.common.path import result_path
from moto.stepfunctions.parser.asl.utils import json_path

from sandbox.interpreter.patching import put

_MOST: Final = 4096
"""Paths that are kept; those of a definition are few, and one may be made of its input."""


def parse_paths_once() -> None:
    """A parsed path holds nothing but the path."""
    for module in (result_path, json_path):
        put(module, "parse", lru_cache(maxsize=_MOST)(getattr(module, "parse")))  # noqa: B009 - moto imports it
