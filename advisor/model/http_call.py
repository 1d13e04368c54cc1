"""One call of the HTTP API: signed (SigV4) or with a user's token, and with a key where it asks for one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.errors import InputError
from advisor.model.place import API_KEY_OUTPUT, API_OUTPUT, Place

SERVICE: Final = "execute-api"
LOCAL: Final = ("http://127.0.0.1:", "http://localhost:")
"""The sandbox."""
TIMEOUT_S: Final = 35
"""API Gateway waits 29 s: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html"""
ANSWERS: Final = frozenset({400, 404, 413, 429, 500, 502, 503, 504})
"""What the API says of a call that it let in."""


@dataclass(frozen=True)
class Answer:
    """What was answered, as text; `ok` when it is a prediction."""

    ok: bool
    text: str


@dataclass(frozen=True)
class Api:
    """An HTTP API and what a caller shows it.

    Attributes:
        url: Its address, without the path of a call.
        api_key: Goes into `x-api-key`; None where it asks for none.
        token: JWT of a user pool; signed with the shell's credentials when None.
    """

    url: str
    api_key: str | None = None
    token: str | None = None


def api_of(place: Place, url: str | None, api_key: str | None, token: str | None) -> Api:
    """The API that the options name; the stack's with its own key when they name none.

    Raises:
        InputError: There is none, it is no https URL, or its key cannot be read.
    """
    target = url or place.output(API_OUTPUT)
    if target is None:
        raise InputError("give --endpoint NAME, --url URL, or --stack NAME of a stack with an HTTP API")
    if not target.startswith(("https://", *LOCAL)):
        raise InputError(f"{target!r} is not accepted: an https URL is expected, for the call carries a secret")
    key_id = place.output(API_KEY_OUTPUT) if url is None else None
    return Api(target.rstrip("/"), api_key or (_key(place, key_id) if key_id else None), token)


def call(place: Place, api: Api, path: str, body: Mapping[str, Any]) -> Answer:
    """Post JSON and return the answer.

    Args:
        place: Its Region is part of the signature.
        api: Where to.
        path: Such as `/v1/predict`.
        body: What is sent.

    Raises:
        InputError: The API did not let the caller in, or there is nothing to show it.
    """
    from botocore.awsrequest import AWSRequest
    from botocore.httpsession import URLLib3Session

    headers = {"Content-Type": "application/json"}
    headers |= {"x-api-key": api.api_key} if api.api_key else {}
    headers |= {"Authorization": api.token} if api.token else {}
    request = AWSRequest(method="POST", url=api.url + path, data=json.dumps(body).encode(), headers=headers)
    shown = [name for name, there in (("a key", api.api_key), ("a token", api.token)) if there]
    if api.token is None and _sign(place, request, needed=api.api_key is None):
        shown.append("a signature of the shell's credentials")
    answer = URLLib3Session(timeout=TIMEOUT_S).send(request.prepare())
    text: str = answer.text
    ok = 200 <= answer.status_code < 300
    if not ok and answer.status_code not in ANSWERS:
        raise InputError(
            f"the HTTP API refused the call ({answer.status_code}), which carried {' and '.join(shown)}: "
            f"{text.strip()[:300]}"
        )
    return Answer(ok=ok, text=text)


def _key(place: Place, key_id: str) -> str:
    from botocore.exceptions import ClientError

    try:
        found = place.client("apigateway").get_api_key(apiKey=key_id, includeValue=True)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise InputError(
            f"the key {key_id} of the HTTP API could not be read ({code}); give --api-key KEY or set PREDICTION_API_KEY"
        ) from error
    return str(found["value"])


def _sign(place: Place, request: Any, *, needed: bool) -> bool:
    """Sign a request; whether it was: an API that asks for a key alone takes a call without a signature."""
    import boto3
    from botocore.auth import SigV4Auth

    session = boto3.Session(region_name=place.region)
    credentials = session.get_credentials()
    if credentials is None or session.region_name is None:
        if needed:
            raise InputError(
                "there are no credentials or no Region to sign with; configure the shell, or give --api-key or --token"
            )
        return False
    SigV4Auth(credentials.get_frozen_credentials(), SERVICE, session.region_name).add_auth(request)
    return True
