"""AWS's managed policies that give far more than a workload needs."""

from __future__ import annotations

import re
from typing import Final

_BROAD: Final = re.compile(r"(?:administratoraccess(?:-.+)?|poweruseraccess|.*fullaccess(?:_v\d+)?)")


def broad_name(arn: str) -> str | None:
    """The name of a broad policy of AWS; None for others and for an organisation's own, which has a document."""
    if ":iam::aws:policy/" not in arn:
        return None
    name = arn.rpartition("/")[2]
    return name if _BROAD.fullmatch(name.lower()) else None
