"""Parts of ARNs."""

from __future__ import annotations

import re
from typing import Final

_ARN: Final = re.compile(r"arn:[^:]*:([^:]*):")


def service_of(arn: str | None) -> str:
    """The service of an ARN; empty for what is no ARN."""
    found = _ARN.match(arn or "")
    return found[1] if found else ""
