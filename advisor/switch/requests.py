"""One request, as the router's log has it: by whom it was tried, and on which decision."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from advisor.errors import InputError

REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._:/=+@-]{1,128}")
"""What goes into a filter pattern as it is."""
ID: Final = "id"
"""Field of the line that has the request's id; `requestId` is the invocation's."""
MOST_EVENTS: Final = 5000
MILLISECONDS: Final = 1000


def logged(logs: Any, group: str, request_id: str, since_s: float) -> Mapping[str, Any] | None:
    """The router's line on a request; ``None`` when its log has none.

    Args:
        logs: boto3's client of CloudWatch Logs.
        group: The router's log group.
        request_id: Its id.
        since_s: From which second since 1970 on.

    Raises:
        InputError: No request has such an id.
    """
    if not REQUEST_ID.fullmatch(request_id):
        raise InputError(f"{request_id!r} is not accepted: letters, digits and ._:/=+@- are, up to 128")
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group,
        filterPattern=f'"{request_id}"',
        startTime=int(since_s * MILLISECONDS),
        PaginationConfig={"MaxItems": MOST_EVENTS},
    )
    for page in pages:
        for event in page.get("events", []):
            line = _line(event.get("message", ""))
            if line is not None and line.get(ID) == request_id and "attempts" in line:
                return line
    return None


def log_group(functions: Any, name: str) -> str:
    """The log group that a function writes to.

    Args:
        functions: boto3's client of Lambda.
        name: The function.
    """
    found = functions.get_function_configuration(FunctionName=name)
    return str(found.get("LoggingConfig", {}).get("LogGroup") or f"/aws/lambda/{name}")


def _line(message: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(message)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
