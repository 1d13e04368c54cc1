"""Tags of everything that API Gateway keeps, by ARN (`arn:aws:apigateway:<region>::/restapis/<id>`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote

from sandbox.apigateway.state import Fields, Region, State, missing
from sandbox.request import AwsRequest

Operation = Callable[[AwsRequest, dict[str, Any]], Mapping[str, Any]]


class Tagging:
    """The three operations.

    Args:
        state: What exists.
    """

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, operations: dict[str, Operation]) -> None:
        """Puts the operations beside the others."""
        operations |= {"GetTags": self._get, "TagResource": self._tag, "UntagResource": self._untag}

    def _get(self, request: AwsRequest, _: dict[str, Any]) -> Mapping[str, Any]:
        return {"tags": self._fields(request).get("tags") or {}}

    def _tag(self, request: AwsRequest, body: dict[str, Any]) -> Mapping[str, Any]:
        fields = self._fields(request)
        fields["tags"] = {**(fields.get("tags") or {}), **body["tags"]}
        return {}

    def _untag(self, request: AwsRequest, _: dict[str, Any]) -> Mapping[str, Any]:
        fields = self._fields(request)
        gone = parse_qs(request.query_string).get("tagKeys", ())
        fields["tags"] = {name: value for name, value in (fields.get("tags") or {}).items() if name not in gone}
        return {}

    def _fields(self, request: AwsRequest) -> Fields:
        arn = unquote(request.path_params["resource_arn"])
        parts = arn.partition("::/")[2].split("/")
        found = _found(self._state.region(request.region), parts)
        if found is None:
            raise missing("resource", arn)
        return found


def _found(region: Region, parts: list[str]) -> Fields | None:
    kind, name = parts[0], parts[1] if len(parts) > 1 else ""
    if kind == "restapis" and name in region.apis:
        api = region.apis[name]
        if len(parts) == 4 and parts[2] == "stages":
            stage = api.stages.get(parts[3])
            return stage.fields if stage else None
        return api.fields if len(parts) == 2 else None
    if kind == "usageplans" and name in region.plans:
        return region.plans[name].fields
    if kind == "apikeys":
        return region.keys.get(name)
    if kind == "domainnames" and name in region.domains:
        return region.domains[name].fields
    return None
