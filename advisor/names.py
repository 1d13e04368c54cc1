"""What AWS calls things, as people type it: a slip is told at once, not as one missing price after the other."""

from __future__ import annotations

import re
from typing import Final

from advisor.errors import InputError

REGION: Final = re.compile(r"[a-z]{2}(?:-[a-z]+)+-[0-9]")
INSTANCE_TYPE: Final = re.compile(r"ml\.[a-z0-9-]+\.[a-z0-9]+")


def region_name(value: str) -> str:
    """A Region.

    Raises:
        InputError: No Region is called so.
    """
    return _named(value, REGION, "ap-northeast-1")


def instance_type(value: str) -> str:
    """A type of instance.

    Raises:
        InputError: No type is called so.
    """
    return _named(value, INSTANCE_TYPE, "ml.m5.large")


def _named(value: str, pattern: re.Pattern[str], example: str) -> str:
    if not pattern.fullmatch(value):
        raise InputError(f"{value!r} is not accepted: a name such as {example} is expected")
    return value
