"""What an instance type says of its size, for EC2, RDS (``db.``), SageMaker (``ml.``) and the like.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-type-names.html
"""

from __future__ import annotations

import re
from typing import Final

_TYPE: Final = re.compile(r"^(?:[a-z]+\.)?(?P<family>[a-z]+)[0-9][a-z0-9-]*\.(?P<size>[a-z0-9-]+)$")
_ACCELERATED: Final = frozenset({"p", "g", "gr", "inf", "trn", "dl", "vt", "f"})
_TIMES: Final = re.compile(r"^(?P<times>[0-9]+)xlarge")
_LARGE: Final = 4


def oversized(instance_type: str) -> str | None:
    """Why a type is more than a test needs: it has accelerators, or is a 4xlarge or larger. None when it is not."""
    if (match := _TYPE.match(instance_type)) is None:
        return None
    if match["family"] in _ACCELERATED:
        return "has accelerators"
    times = _TIMES.match(match["size"])
    if match["size"].startswith("metal") or (times and int(times["times"]) >= _LARGE):
        return "is a 4xlarge or larger"
    return None
