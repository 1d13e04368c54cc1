"""S3 on a free port of this machine, in a process of its own; prints its address and serves until it is ended."""

from __future__ import annotations

import threading

from moto.server import ThreadedMotoServer


def main() -> None:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    print(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
