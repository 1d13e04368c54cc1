"""Members of a function's configuration that moto drops: kept beside it and put back into its answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from sandbox.request import AwsRequest, AwsResponse
from sandbox.runtime.spec import split_name

_KEPT: Final = ("DeadLetterConfig", "LoggingConfig", "SnapStart")
_WRITES: Final = frozenset({"CreateFunction", "UpdateFunctionConfiguration"})
_ANSWERS: Final = _WRITES | {"GetFunction", "GetFunctionConfiguration", "UpdateFunctionCode", "PublishVersion"}


class FunctionExtras:
    """By region and function name."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], dict[str, Any]] = {}

    def of(self, region: str, name: str) -> Mapping[str, Any]:
        """What moto dropped of a function's configuration."""
        return self._kept.get((region, name), {})

    def after(self, request: AwsRequest, response: AwsResponse) -> AwsResponse:
        """Remembers what a successful write brought, and completes moto's answer with it."""
        if request.operation not in _ANSWERS or response.status >= 300:
            return response
        body = json.loads(response.body)
        configuration = body.get("Configuration", body)
        name = split_name(str(configuration.get("FunctionName", "")))[0]
        if request.operation in _WRITES:
            given = {key: value for key, value in request.json().items() if key in _KEPT}
            self._kept.setdefault((request.region, name), {}).update(given)
        configuration.update(self.of(request.region, name))
        if "SnapStart" in configuration:
            configuration["SnapStart"] = _snap_start(configuration)
        headers = {key: value for key, value in response.headers.items() if key.lower() != "content-length"}
        return AwsResponse(status=response.status, headers=headers, body=json.dumps(body).encode())

    def forget(self, region: str, name: str) -> None:
        """The function was deleted."""
        self._kept.pop((region, name), None)


def _snap_start(configuration: Mapping[str, Any]) -> dict[str, str]:
    """Snapshots are of published versions only; https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html."""
    wanted = str(configuration["SnapStart"].get("ApplyOn", "None"))
    published = str(configuration.get("Version", "$LATEST")).isdecimal()
    return {"ApplyOn": wanted, "OptimizationStatus": "On" if published and wanted != "None" else "Off"}
