"""SageMaker's container contract over HTTP: `GET /ping`, `POST /invocations`, `GET /execution-parameters`.

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html

`/ping` answers 503 until the model is loaded, 200 after. A fault of the input is a 4xx with a JSON error that names it,
a fault of the model is a 500. A model that cannot be loaded ends the process with status 1.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, cast

from domain.models.manifest import MANIFEST_VARIABLE
from lambdas.serving.errors import InputError
from lambdas.serving.handler import Answer, Handler, load_handler, respond
from lambdas.serving.integrity import check_folder

LOG = logging.getLogger("serving")
MEBIBYTE: Final = 1024 * 1024
DEFAULT_MAX_BODY_BYTES: Final = 6 * MEBIBYTE
"""Largest body that InvokeEndpoint sends (6,291,456 B); batch transform says its own in SAGEMAKER_MAX_PAYLOAD_IN_MB."""

IDLE_CONNECTION_S: Final = 75.0
"""Longer than the 60 s that a caller may keep a connection of its pool unused."""

_SIGNAL_CHECK_S: Final = 0.5
"""How late a signal may be heard that another thread than the main one got: the main one alone runs handlers."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the container listens and what it takes.

    Attributes:
        model_dir: Folder of the extracted archive.
        port: 0 (any free one) to 65535.
        max_body_bytes: Above it a request is answered 413.
        manifest_sha256: The package must be the one of this manifest; empty when nobody said which one.
    """

    model_dir: Path
    port: int = 8080
    max_body_bytes: int = DEFAULT_MAX_BODY_BYTES
    manifest_sha256: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> ServerSettings:
        """Reads the variables that SageMaker and the model set.

        Raises:
            ValueError: A number that isn't one.
        """
        megabytes = int(environ.get("SAGEMAKER_MAX_PAYLOAD_IN_MB") or "0")
        return cls(
            model_dir=Path(environ.get("SM_MODEL_DIR") or "/opt/ml/model"),
            port=int(environ.get("SAGEMAKER_BIND_TO_PORT") or "8080"),
            max_body_bytes=megabytes * MEBIBYTE or DEFAULT_MAX_BODY_BYTES,
            manifest_sha256=environ.get(MANIFEST_VARIABLE, ""),
        )


class ModelServer(ThreadingHTTPServer):
    """Listens at once; serves from the moment that `load` has returned."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, settings: ServerSettings, host: str = "") -> None:
        super().__init__((host, settings.port), _Requests)
        self.settings = settings
        self._loaded: tuple[Handler, Any] | None = None

    @property
    def ready(self) -> bool:
        """Whether the model is loaded."""
        return self._loaded is not None

    def load(self) -> None:
        """Imports the handler and loads the model; whatever they raise is raised."""
        if self.settings.manifest_sha256:
            check_folder(self.settings.model_dir, self.settings.manifest_sha256)
        handler = load_handler(self.settings.model_dir)
        self._loaded = (handler, handler.model_fn(str(self.settings.model_dir)))

    def answer(self, body: bytes, content_type: str, accept: str) -> Answer:
        """One inference.

        Raises:
            RuntimeError: The model is not loaded yet.
        """
        if self._loaded is None:
            raise RuntimeError("the model is not loaded yet")
        return respond(*self._loaded, body, content_type, accept)


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    timeout = IDLE_CONNECTION_S

    @property
    def _model(self) -> ModelServer:
        return cast(ModelServer, self.server)

    def do_GET(self) -> None:
        if self.path == "/ping":
            self._send(200 if self._model.ready else 503, b"")
        elif self.path == "/execution-parameters":
            self._send_json(200, execution_parameters(self._model.settings))
        else:
            self._fail(404, "NotFound", f"no such path: {self.path}")

    def do_POST(self) -> None:
        if self.path != "/invocations":
            self.close_connection = True
            self._fail(404, "NotFound", f"no such path: {self.path}")
            return
        body = self._read_body()
        if body is not None:
            self._invoke(body)

    def _invoke(self, body: bytes) -> None:
        if not self._model.ready:
            self._fail(503, "NotReady", "the model is being loaded")
            return
        content_type = self.headers.get("Content-Type", "").split(";")[0].strip().lower()
        accept = self.headers.get("Accept", "").split(";")[0].strip().lower()
        try:
            answer = self._model.answer(body, content_type, accept)
        except InputError as error:
            self._fail(error.status, error.code, str(error))
        except Exception as error:  # the model's own code may raise anything: it is answered as its fault, and logged
            LOG.exception("the model failed on %d bytes of %s", len(body), content_type)
            self._fail(500, "ModelFault", f"{type(error).__name__}: {error}")
        else:
            self._send(200, answer.body, answer.content_type)

    def _read_body(self) -> bytes | None:
        """The body, or None when the request was refused; then the connection is closed, because the rest is unread."""
        limit = self._model.settings.max_body_bytes
        length = self.headers.get("Content-Length", "")
        problem: tuple[int, str, str] | None = None
        if not (length.isascii() and length.isdigit()):
            problem = (
                411,
                "LengthRequired",
                "Content-Length is missing or is not a number; chunked bodies are not taken",
            )
        elif int(length) > limit:
            problem = (413, "PayloadTooLarge", f"the body has {length} bytes; accepted: {limit} at most")
        else:
            body = self.rfile.read(int(length))
            if len(body) == int(length):
                return body
            problem = (400, "ShortBody", f"the body ended after {len(body)} of {length} bytes")
        self.close_connection = True
        self._fail(*problem)
        return None

    def _fail(self, status: int, code: str, message: str) -> None:
        self._send_json(status, {"error": {"code": code, "message": message}})

    def _send_json(self, status: int, payload: Mapping[str, Any]) -> None:
        self._send(status, json.dumps(payload).encode(), "application/json")

    def _send(self, status: int, body: bytes, content_type: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the base class's
        LOG.debug(format, *args)


def execution_parameters(settings: ServerSettings) -> dict[str, Any]:
    """What batch transform asks for before it starts."""
    return {
        "MaxConcurrentTransforms": os.cpu_count() or 1,
        "BatchStrategy": "SINGLE_RECORD",
        "MaxPayloadInMB": settings.max_body_bytes // MEBIBYTE,
    }


def _exit_when_stdin_ends() -> None:
    """Ends the process when the one that started it is gone, however that died."""
    while os.read(0, 4096):  # not through sys.stdin: at its end Python would wait for the reader of that, and abort
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until SIGTERM.

    Returns:
        0 after SIGTERM, 1 when the model could not be loaded.
    """
    parser = argparse.ArgumentParser(description="Serve the model of SM_MODEL_DIR on SAGEMAKER_BIND_TO_PORT.")
    parser.add_argument("command", nargs="?", choices=["serve"], default="serve")
    parser.add_argument("--host", default="", help="address to listen on; every one of the container when absent")
    parser.add_argument(
        "--supervised",
        action="store_true",
        help="print the port as the first line of standard output; end when standard input is closed",
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(message)s")
    server = ModelServer(ServerSettings.from_env(os.environ), options.host)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    if options.supervised:
        print(server.server_address[1], flush=True)
        os.dup2(2, 1)  # whatever the handler prints goes to the log: nobody reads the pipe any more
        threading.Thread(target=_exit_when_stdin_ends, daemon=True).start()
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    serving.start()
    try:
        server.load()
    except Exception:  # whatever the archive's code raises, the container log says it and the process ends
        LOG.exception("the model of %s cannot be loaded", server.settings.model_dir)
        return 1
    LOG.info("serving %s on port %d", server.settings.model_dir, server.server_address[1])
    while serving.is_alive():
        serving.join(_SIGNAL_CHECK_S)
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
