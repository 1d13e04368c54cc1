"""The sandbox's own AWS calls without a socket: botocore makes and signs a request, the front answers it at once.

The front sees what it would have seen on the wire, so faults, IAM and the services are the same for these calls. What
is saved is HTTP twice and two changes of thread under one interpreter lock.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError

from sandbox.request import AwsResponse
from sandbox.wire import ConnectionDroppedError, Exchange, RawRequest

# botocore emits it with each request and sends nothing when a handler answers.
EVENT: Final = "before-send"


def answering(exchange: Exchange) -> Callable[..., AWSResponse]:
    """A handler of botocore's `before-send` event that lets `exchange` answer.

    Raises (as the handler):
        ConnectionClosedError: A fault says that there is no answer.
    """

    def handler(request: Any, **_: Any) -> AWSResponse:
        try:
            answer = exchange(raw_request(request))
        except ConnectionDroppedError as error:
            raise ConnectionClosedError(endpoint_url=request.url) from error
        return _response(request, answer)

    return handler


def raw_request(prepared: Any) -> RawRequest:
    """What botocore's prepared request would have been on the wire, with the transfer encoding taken off."""
    url = urlsplit(prepared.url)
    headers = [(name, _text(value)) for name, value in prepared.headers.items()]
    if not any(name.lower() == "host" for name, _ in headers):
        headers.append(("Host", url.netloc))
    target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
    return RawRequest(prepared.method, target, tuple(headers), _body(prepared.body))


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _body(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, bytes | bytearray) else bytes(body.read())


def _response(request: Any, answer: AwsResponse) -> AWSResponse:
    body = b"" if request.method == "HEAD" else answer.body
    headers = dict(answer.headers)
    if request.method != "HEAD":
        headers = {name: value for name, value in headers.items() if name.lower() != "content-length"}
        headers["Content-Length"] = str(len(body))
    return AWSResponse(request.url, answer.status, headers, _Body(body))


class _Body(io.BytesIO):
    """A body as botocore reads it from urllib3: whole, or in pieces."""

    def stream(self, amt: int = 65536, **_: Any) -> Iterator[bytes]:
        """Yields what is left, `amt` bytes at a time."""
        while piece := self.read(amt):
            yield piece
