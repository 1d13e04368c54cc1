"""moto's server as a function: a raw request in, moto's answer out."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

from sandbox import moto_fixes
from sandbox.dynamodb import attribute_values, expressions
from sandbox.dynamodb.direct import direct
from sandbox.moto_reads import plain_object
from sandbox.request import AwsRequest, AwsResponse
from sandbox.wire import RawRequest

# moto's backends are plain dictionaries. Where a request reads and then writes on a condition (a put that expects no
# item, `If-None-Match: *`), two threads could both win. One request at a time for these services keeps them atomic;
# both are processor-bound under the interpreter lock, so nothing is lost.
LOCKS: Final[Mapping[str, threading.RLock]] = {"dynamodb": threading.RLock(), "s3": threading.RLock()}
"""Taken too by whoever changes what moto keeps without a request, such as replication."""


class MotoApp:
    """Calls moto's WSGI application, one Flask app a service, made when first used."""

    def __init__(self) -> None:
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

        def quick_app(service: Any) -> Any:
            app = create_backend_app(service)
            # moto switches Flask's debug mode on, in which each form makes a class to explain its misuse. What else it
            # does stays: a failure inside moto is raised, so that the front logs it and answers as AWS would.
            app.debug = False
            app.config["PROPAGATE_EXCEPTIONS"] = True
            return app

        moto_fixes.apply()
        attribute_values.apply()
        expressions.apply()
        self._app = DomainDispatcherApplication(quick_app)
        # For each request moto lists its package's folder twice to find the service of a host name; that was half of
        # the time of an S3 call. The answer is a function of the name.
        setattr(self._app, "get_backend_for_host", lru_cache(maxsize=1024)(self._app.get_backend_for_host))  # noqa: B010

    def __call__(self, raw: RawRequest, request: AwsRequest) -> AwsResponse:
        """The answer of moto."""
        lock: AbstractContextManager[Any] = LOCKS.get(request.service) or nullcontext()
        captured = _Captured()
        with lock:
            if request.service == "dynamodb" and (item := direct(request)) is not None:
                return item
            if (read := plain_object(request)) is not None:
                return read
            body = self._app(_environ(raw), captured.start)
            try:
                content = b"".join(body)
            finally:
                close: Callable[[], None] | None = getattr(body, "close", None)
                if close is not None:
                    close()
        return AwsResponse(status=captured.status, headers=captured.headers, body=content)


class _Captured:
    def __init__(self) -> None:
        self.status = 500
        self.headers: dict[str, str] = {}

    def start(self, status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:  # noqa: ARG002
        self.status = int(status.split(" ", 1)[0])
        self.headers = dict(headers)
        return lambda _data: None


def _environ(raw: RawRequest) -> dict[str, Any]:
    """A WSGI environment, with names of S3 metadata kept as moto's own request handler keeps them."""
    from moto.core.request import (
        PRESERVED_HEADER_NAMES_ENVIRON_KEY,
        environ_key_for_header,
        should_preserve_original_header_name,
    )

    environ: dict[str, Any] = {
        "REQUEST_METHOD": raw.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(raw.path, "latin-1"),
        "QUERY_STRING": raw.query_string,
        "RAW_URI": raw.target,
        "REQUEST_URI": raw.target,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(raw.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(raw.body)),
    }
    preserved: dict[str, str] = {}
    for name, value in raw.headers:
        lower = name.lower()
        if lower == "content-type":
            environ["CONTENT_TYPE"] = value
        elif lower in ("content-length", "transfer-encoding"):
            continue
        else:
            key = environ_key_for_header(name)
            if should_preserve_original_header_name(name):
                preserved.setdefault(key, name)
            environ[key] = value
    environ[PRESERVED_HEADER_NAMES_ENVIRON_KEY] = preserved
    return environ
