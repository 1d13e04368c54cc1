"""The event that a function behind a proxy integration gets, and what its reply means over HTTP. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html (format 1.0)
Headers: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
"""

from __future__ import annotations

import base64
import binascii
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.apigateway.replies import GatewayError
from sandbox.request import AwsResponse

_REMAPPED: Final = frozenset({"connection", "date", "server", "www-authenticate"})
_MEMBERS: Final = frozenset({"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded", "cookies"})


@dataclass(frozen=True, slots=True)
class Call:
    """A request as the function shall see it.

    Attributes:
        method: HTTP method.
        path: Path after the stage, or with the base path of a custom domain.
        resource: The route's path.
        headers: Every header in order, names as sent.
        query: Every query parameter in order.
        path_parameters: Values of the route's parameters.
        body: As sent.
        context: `requestContext`.
        stage_variables: Of the stage.
        binary_types: Media types that are passed on as base64.
    """

    method: str
    path: str
    resource: str
    headers: Sequence[tuple[str, str]]
    query: Sequence[tuple[str, str]]
    path_parameters: Mapping[str, str]
    body: bytes
    context: Mapping[str, Any]
    stage_variables: Mapping[str, str] = field(default_factory=dict)
    binary_types: Sequence[str] = ()


def event_of(call: Call) -> dict[str, Any]:
    """The event, format 1.0; what is empty is null there."""
    headers = [(name, value) for name, value in call.headers if not _is_signature(name, value)]
    body, encoded = _body(call)
    return {
        "resource": call.resource,
        "path": call.path,
        "httpMethod": call.method,
        "headers": dict(headers) or None,
        "multiValueHeaders": _grouped(headers) or None,
        "queryStringParameters": dict(call.query) or None,
        "multiValueQueryStringParameters": _grouped(call.query) or None,
        "pathParameters": dict(call.path_parameters) or None,
        "stageVariables": dict(call.stage_variables) or None,
        "requestContext": dict(call.context),
        "body": body,
        "isBase64Encoded": encoded,
    }


def response_of(payload: bytes, *, accepts_gzip: bool = False, compress_from: int | None = None) -> AwsResponse:
    """The function's reply over HTTP.

    Args:
        payload: JSON text that the function returned.
        accepts_gzip: Whether the caller takes a compressed body.
        compress_from: Bytes from which bodies are compressed; None for never.

    Raises:
        GatewayError: 502: the reply has not the form that a proxy integration asks for.
    """
    status, headers, body = _reply(payload)
    if not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = "application/json"
    if accepts_gzip and compress_from is not None and len(body) >= compress_from and "Content-Encoding" not in headers:
        body = gzip.compress(body, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return AwsResponse(status=status, headers=headers, body=body)


def malformed(detail: str) -> GatewayError:
    """A function that failed, or answered with something else than a proxy reply."""
    message = f"Execution failed due to configuration error: Malformed Lambda proxy response: {detail}"
    return GatewayError("API_CONFIGURATION_ERROR", "Internal server error", message, status=502)


def _reply(payload: bytes) -> tuple[int, dict[str, str], bytes]:
    try:
        reply = json.loads(payload or b"null")
    except ValueError as error:
        raise malformed(f"it is no JSON ({error})") from error
    if not isinstance(reply, dict):
        raise malformed(f"it is {type(reply).__name__}, not an object")
    if unknown := sorted(reply.keys() - _MEMBERS):
        raise malformed(f"it has the members {', '.join(unknown)}; accepted: {', '.join(sorted(_MEMBERS))}")
    try:
        status = int(reply["statusCode"])
    except (KeyError, TypeError, ValueError) as error:
        raise malformed(f"statusCode is {reply.get('statusCode')!r}; accepted: a number") from error
    if not 100 <= status <= 599:
        raise malformed(f"statusCode is {status}; accepted: 100 to 599")
    return status, _headers(reply), _content(reply)


def _headers(reply: Mapping[str, Any]) -> dict[str, str]:
    single, many = reply.get("headers") or {}, reply.get("multiValueHeaders") or {}
    if not isinstance(single, dict) or not isinstance(many, dict):
        raise malformed("headers and multiValueHeaders must be objects")
    joined = {name: ", ".join(map(_text, values)) for name, values in many.items()}
    found = {name: _text(value) for name, value in single.items()} | joined
    return {
        f"x-amzn-Remapped-{name}" if name.lower() in _REMAPPED else name: value
        for name, value in found.items()
        if name.lower() not in ("content-length", "transfer-encoding")
    }


def _content(reply: Mapping[str, Any]) -> bytes:
    body = reply.get("body")
    if body is not None and not isinstance(body, str):
        raise malformed(f"body is {type(body).__name__}; accepted: a string (json.dumps it)")
    if not reply.get("isBase64Encoded"):
        return (body or "").encode()
    try:
        return base64.b64decode(body or "", validate=True)
    except binascii.Error as error:
        raise malformed(f"body is no base64 ({error})") from error


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _body(call: Call) -> tuple[str | None, bool]:
    if not call.body:
        return None, False
    given = next((value for name, value in call.headers if name.lower() == "content-type"), "")
    media = given.partition(";")[0].strip().lower()
    if media in call.binary_types or "*/*" in call.binary_types:
        return base64.b64encode(call.body).decode(), True
    return call.body.decode("utf-8", "replace"), False


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _is_signature(name: str, value: str) -> bool:
    return name.lower() == "authorization" and value.startswith("AWS4-")
