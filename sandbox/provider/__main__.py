"""The plugin's process: serve on a free port of this machine, tell the engine which, end when it says so."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Final

import grpc

from sandbox.provider.servicer import AwsProvider
from sandbox.provider.wire import provider_pb2_grpc

_THREADS: Final = 32
_PARENT_CHECK_S: Final = 2.0
# Code archives travel as paths, but layers' properties and large documents go over the wire.
_MESSAGE_BYTES: Final = 400 * 1024 * 1024


def serve() -> tuple[grpc.Server, int]:
    """A running server and its port."""
    options = [("grpc.max_receive_message_length", _MESSAGE_BYTES), ("grpc.max_send_message_length", _MESSAGE_BYTES)]
    server = grpc.server(ThreadPoolExecutor(_THREADS), options=options)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(AwsProvider(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    # At once and quietly: the engine waits 5 s for each plugin, and nothing here needs to be put away.
    sys.stdout.flush()
    os._exit(0)


def main() -> None:
    """Serve until a signal ends the process."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    server, port = serve()
    print(port, flush=True)
    threading.Thread(target=_import_boto3, daemon=True).start()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    server.wait_for_termination()


def _end_with_parent(parent: int) -> None:
    """An engine that was killed cannot end its plugins."""
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECK_S)
    os._exit(0)


def _import_boto3() -> None:
    import boto3  # noqa: F401  # half a second that passes while the engine says hello


if __name__ == "__main__":
    main()
