"""Calls the platform's HTTP API as a client program would: signed with SigV4, with the key of its plan."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

TIMEOUT_S = 35.0


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes:
        status: HTTP status.
        headers: Header names in lower case.
        body: The JSON document.
    """

    status: int
    headers: Mapping[str, str]
    body: Any


class HttpApi:
    """One API.

    Args:
        url: Address of the stage.
        region: Region that it is signed for.
        credentials: Whose signature.
        api_key: Key of the usage plan.
    """

    def __init__(self, url: str, region: str, credentials: Credentials, api_key: str) -> None:
        self._url = url
        self._region = region
        self._credentials = credentials
        self._api_key = api_key

    def call(self, method: str, path: str, body: Any = None, *, signed: bool = True, keyed: bool = True) -> Answer:
        """One call; every status is an answer.

        Args:
            method: HTTP method.
            path: Below the stage.
            body: JSON-able, or none.
            signed: Whether it carries a signature.
            keyed: Whether it carries the key.
        """
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json", **({"x-api-key": self._api_key} if keyed else {})}
        request = AWSRequest(method=method, url=self._url + path, data=data, headers=headers)
        if signed:
            SigV4Auth(self._credentials, "execute-api", self._region).add_auth(request)
        sent = urllib.request.Request(self._url + path, data, dict(request.headers), method=method)  # noqa: S310
        try:
            # The address is an output of the stack: http to this machine, https to AWS.
            with urllib.request.urlopen(sent, timeout=TIMEOUT_S) as answer:  # noqa: S310  # nosec B310
                return _read(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return _read(error.code, error.headers, error.read())


def _read(status: int, headers: Any, body: bytes) -> Answer:
    return Answer(status, {name.lower(): value for name, value in headers.items()}, json.loads(body or b"null"))
