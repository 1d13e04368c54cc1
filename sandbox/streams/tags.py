"""Tags of an event source mapping, kept in what it was made with."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from sandbox.request import AwsRequest, AwsResponse

OPERATIONS: Final = frozenset({"ListTags", "TagResource", "UntagResource"})
_KIND: Final = ":event-source-mapping:"


def mapping_named(request: AwsRequest) -> str:
    """UUID of the mapping whose tags are asked for; empty for those of functions."""
    return unquote(request.path_params.get("Resource", "")).partition(_KIND)[2]


def answer(request: AwsRequest, body: dict[str, Any]) -> AwsResponse:
    """Does what is asked with the tags in `body`."""
    tags: dict[str, str] = body.setdefault("Tags", {})
    if request.operation == "TagResource":
        tags.update(request.json()["Tags"])
    elif request.operation == "UntagResource":
        for name, key in parse_qsl(request.query_string):
            if name == "tagKeys":
                tags.pop(key, None)
    else:
        return AwsResponse.of_json({"Tags": tags}, content_type="application/json")
    return AwsResponse(status=204)
