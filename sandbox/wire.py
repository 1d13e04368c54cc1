"""HTTP/1.1 on a loopback port: raw requests in, responses out, connections kept alive.

werkzeug's own server closes the connection after each answer; a Lambda that reads two thousand objects would pay for
two thousand connections. This one is the standard library's, a thread for each connection.
"""

from __future__ import annotations

import logging
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, cast

from sandbox.request import AwsResponse

LOG = logging.getLogger("sandbox.wire")
_RESET: Final = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A request as it came over the wire: nothing decoded but the transfer encoding."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def path(self) -> str:
        """Path as sent, without the query string."""
        return self.target.partition("?")[0]

    @property
    def query_string(self) -> str:
        """Query string as sent, without the question mark."""
        return self.target.partition("?")[2]


class ConnectionDroppedError(Exception):
    """The client shall see its connection reset instead of an answer."""


Exchange = Callable[[RawRequest], AwsResponse]


class LoopbackServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1 only.

    Args:
        exchange: Answers one request; called from many threads.
        port: Port to listen on; 0 takes a free one.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 512
    allow_reuse_address = False

    def __init__(self, exchange: Exchange, port: int = 0) -> None:
        self.exchange = exchange
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self.server_address[1])

    def server_bind(self) -> None:
        """Binds without the reverse name lookup of the base class, which may take seconds."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.port

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """A client that went away is no error; anything else is logged."""
        LOG.debug("connection from %s ended", client_address, exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 600

    def handle_expect_100(self) -> bool:
        """Says `100 Continue` at once: botocore waits a second for it before each upload."""
        self.send_response_only(100)
        self.end_headers()
        self.wfile.flush()
        return True

    def _serve(self) -> None:
        request = RawRequest(self.command, self.path, tuple(self.headers.items()), self._body())
        try:
            response = cast(LoopbackServer, self.server).exchange(request)
        except ConnectionDroppedError:
            self._reset()
            return
        self._answer(response)

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunked()
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _chunked(self) -> bytes:
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            continue
        return b"".join(parts)

    def _answer(self, response: AwsResponse) -> None:
        self.send_response(response.status)
        body = b"" if self.command == "HEAD" or response.status in (204, 304) else response.body
        sent_length = False
        for name, value in response.headers.items():
            lower = name.lower()
            if lower in ("connection", "transfer-encoding", "server", "date"):
                continue
            if lower == "content-length":
                sent_length = True
                value = value if self.command == "HEAD" else str(len(body))  # noqa: PLW2901
            self.send_header(name, value)
        if not sent_length and response.status != 204:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.connection.close()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = _serve  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet; the front logs what matters."""
