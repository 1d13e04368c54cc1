"""Calls the HTTP API as its clients do; every status is an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from advisor.model.http_call import SERVICE, TIMEOUT_S, Api
from domain.smoke.http import HttpAnswer

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "api": ("execute-api:Invoke",),
    "api_key": ("apigateway:GET",),
}
"""The key of a usage plan is read by `advisor.model.http_call.api_of`."""


class HttpCalls:
    """Calls one API.

    Args:
        api: Where, and what the caller shows.
        credentials: The caller's, for a signature; ``None`` signs nothing.
        region: Region of the signature.
        timeout_s: Longest wait for an answer, in seconds.
    """

    def __init__(self, api: Api, credentials: Any, region: str | None, timeout_s: float = TIMEOUT_S) -> None:
        self._api = api
        self._credentials = credentials
        self._region = region
        self._timeout_s = timeout_s

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None, *, shown: bool = True) -> HttpAnswer:
        """Call once.

        Args:
            method: HTTP method.
            path: Such as ``/v1/health``.
            body: What is sent as JSON, or nothing.
            shown: Whether the caller shows who it is; a stranger does not.
        """
        from botocore.awsrequest import AWSRequest
        from botocore.httpsession import URLLib3Session

        headers = {"Content-Type": "application/json"} if body is not None else {}
        if shown:
            headers |= {"x-api-key": self._api.api_key} if self._api.api_key else {}
            headers |= {"Authorization": self._api.token} if self._api.token else {}
        data = None if body is None else json.dumps(dict(body)).encode()
        request = AWSRequest(method=method, url=self._api.url + path, data=data, headers=headers)
        if shown and self._api.token is None:
            self._sign(request)
        answer = URLLib3Session(timeout=self._timeout_s).send(request.prepare())
        return HttpAnswer(int(answer.status_code), _parsed(answer.text))

    def _sign(self, request: Any) -> None:
        from botocore.auth import SigV4Auth

        if self._credentials is not None and self._region is not None:
            SigV4Auth(self._credentials, SERVICE, self._region).add_auth(request)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
