"""Requests and replies of API Gateway's Lambda proxy integration.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, Final

from domain.prediction.errors import ErrorCode, PredictionError, reply_too_large
from domain.prediction.limits import MAX_BODY_BYTES, MAX_ROUTING_KEY, MEBIBYTE, too_large

JSON: Final = "application/json"
_JSON_TYPES: Final = frozenset({JSON, "application/json; charset=utf-8", "application/json;charset=utf-8"})
_ALWAYS: Final = {"Content-Type": JSON, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_ENCODER: Final = json.JSONEncoder(separators=(",", ":"), allow_nan=False)

Reply = dict[str, Any]


def body_of(event: Mapping[str, Any], max_bytes: int = MAX_BODY_BYTES) -> str | bytes:
    """Return the body of a request.

    Raises:
        PredictionError: It is no JSON by its content type, too large, or not what its encoding says.
    """
    kind = header_of(event, "content-type") or ""
    if kind not in _JSON_TYPES and kind.lower() not in _JSON_TYPES:
        shown = repr(kind[:80]) if kind else "missing"
        text = f"the content type is {shown}; accepted: {JSON} in UTF-8"
        raise PredictionError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, text, field="Content-Type")
    body = event.get("body") or ""
    if len(body) > max_bytes * (2 if event.get("isBase64Encoded") else 1):
        raise _too_large(len(body), max_bytes)
    if event.get("isBase64Encoded"):
        try:
            body = base64.b64decode(body, validate=True)
        except (binascii.Error, ValueError) as error:
            raise PredictionError(ErrorCode.INVALID_JSON, "the body is no valid base64") from error
        size = len(body)
    else:
        size = len(body) if body.isascii() else len(body.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        raise _too_large(size, max_bytes)
    return body


def header_of(event: Mapping[str, Any], name: str) -> str | None:
    """Return a header; API Gateway passes names as the caller spelt them.

    Args:
        event: API Gateway's event.
        name: In lower case.
    """
    for spelt, value in (event.get("headers") or {}).items():
        if len(spelt) == len(name) and spelt.lower() == name:
            return str(value)
    return None


def routing_key_of(event: Mapping[str, Any]) -> str:
    """Return what decides the version: the caller's key, or the request's id.

    Raises:
        PredictionError: The caller's key is too long.
    """
    given = header_of(event, "x-routing-key")
    if given is None:
        return request_id_of(event)
    if not 1 <= len(given) <= MAX_ROUTING_KEY:
        text = f"X-Routing-Key has {len(given)} characters; accepted: 1 to {MAX_ROUTING_KEY}"
        raise PredictionError(ErrorCode.INVALID_REQUEST, text, field="X-Routing-Key")
    return given


def request_id_of(event: Mapping[str, Any]) -> str:
    """Return the id that API Gateway gave the request; it is in its access log too."""
    return str((event.get("requestContext") or {}).get("requestId", ""))


def reply(status: int, document: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Reply:
    """Make a reply.

    Raises:
        PredictionError: It would be larger than Lambda may answer.
    """
    body = _ENCODER.encode(document)
    if too_large(body):
        raise reply_too_large()
    return {
        "statusCode": status,
        "headers": {**_ALWAYS, **headers} if headers else _ALWAYS,
        "body": body,
        "isBase64Encoded": False,
    }


def error_reply(error: PredictionError, request_id: str) -> Reply:
    """Make the reply of an error; the id of the request finds it in the logs."""
    document = error.to_document()
    if error.ours:
        document["error"]["request_id"] = request_id
    headers = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
    return reply(error.status, document, headers)


def _too_large(size: int, max_bytes: int) -> PredictionError:
    text = f"the body has {size} bytes; accepted: {max_bytes} ({max_bytes // MEBIBYTE} MB). Send fewer rows in a call"
    return PredictionError(ErrorCode.BODY_TOO_LARGE, text)
