"""One call of the HTTP API: with a key, or signed as AWS signs its own (SigV4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.errors import InputError
from advisor.model.place import Place

SERVICE: Final = "execute-api"
LOCAL: Final = ("http://127.0.0.1:", "http://localhost:")
"""The sandbox."""
TIMEOUT_S: Final = 35
"""API Gateway waits 29 s: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html"""


@dataclass(frozen=True)
class Answer:
    """What was answered, as text; `ok` when it is a prediction."""

    ok: bool
    text: str


def call(place: Place, url: str, body: Mapping[str, Any], api_key: str | None) -> Answer:
    """Post JSON and return the answer.

    Args:
        place: Its Region is part of the signature.
        url: Where to.
        body: What is sent.
        api_key: Goes into `x-api-key`; the call is signed with the shell's credentials without one.

    Raises:
        InputError: The address is no http(s) URL, or there are no credentials or no Region to sign with.
    """
    from botocore.awsrequest import AWSRequest
    from botocore.httpsession import URLLib3Session

    if not url.startswith(("https://", *LOCAL)):
        raise InputError(f"{url!r} is not accepted: an https URL is expected, for the call carries a secret")
    headers = {"Content-Type": "application/json", **({"x-api-key": api_key} if api_key else {})}
    request = AWSRequest(method="POST", url=url, data=json.dumps(body).encode(), headers=headers)
    if api_key is None:
        _sign(place, request)
    answer = URLLib3Session(timeout=TIMEOUT_S).send(request.prepare())
    text = answer.text
    if answer.status_code in (401, 403):
        how = "the key" if api_key else "the shell's credentials"
        raise InputError(f"the HTTP API refused {how} ({answer.status_code}): {text.strip()[:300]}")
    return Answer(ok=200 <= answer.status_code < 300, text=text)


def _sign(place: Place, request: Any) -> None:
    import boto3
    from botocore.auth import SigV4Auth

    session = boto3.Session(region_name=place.region)
    credentials = session.get_credentials()
    if credentials is None or session.region_name is None:
        raise InputError("there are no credentials or no Region to sign with; configure the shell, or give --api-key")
    SigV4Auth(credentials.get_frozen_credentials(), SERVICE, session.region_name).add_auth(request)
