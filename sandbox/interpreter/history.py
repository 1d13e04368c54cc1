"""Pages of an execution's history: moto answers with all of it, oldest first, whatever is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.request import AwsResponse

OPERATION: Final = "GetExecutionHistory"
MOST: Final = 1000
"""https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html"""


def page(asked: Mapping[str, Any], response: AwsResponse) -> AwsResponse:
    """The part of moto's answer that was asked for: `reverseOrder`, `maxResults`, `nextToken`.

    Without `maxResults` everything is one page, where AWS would end it after 100 events.

    Raises:
        AwsError: A number or a token that AWS would refuse.
    """
    if response.status != 200:
        return response
    document = json.loads(response.body)
    events = document["events"]
    if asked.get("reverseOrder"):
        events = events[::-1]
    most = int(asked.get("maxResults") or len(events) or 1)
    if "maxResults" in asked and not 0 <= int(asked["maxResults"]) <= MOST:
        raise AwsError("ValidationException", f"maxResults is {asked['maxResults']}; accepted: 0 to {MOST}")
    first = _position(asked.get("nextToken"), len(events))
    rest = {"nextToken": str(first + most)} if first + most < len(events) else {}
    body = json.dumps({**document, "events": events[first : first + most], **rest}).encode()
    return AwsResponse(status=response.status, headers=response.headers, body=body)


def _position(token: Any, length: int) -> int:
    if token is None:
        return 0
    if not str(token).isdigit() or int(token) >= length:
        raise AwsError("InvalidToken", f"Invalid Token: {token!r}")
    return int(token)
