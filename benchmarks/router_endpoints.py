"""SageMaker endpoints on a free port, in a process of its own: each answers in a fixed time, or hangs when told so.

`POST /control/<endpoint>/<hang|answer>` tells it; `GET /journal/<endpoint>` has the time and the mode of each call.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict

SERVICE_S = 0.015
HANGS_S = 30.0
ANSWER = b'{"label": 7}'

hanging: set[str] = set()
journal: dict[str, list[tuple[float, bool]]] = defaultdict(list)


async def respond(path: str) -> bytes:
    _, kind, name, *rest = path.split("/")
    if kind == "control":
        (hanging.add if rest[0] == "hang" else hanging.discard)(name)
        return b"{}"
    if kind == "journal":
        return json.dumps(journal[name]).encode()
    hangs = name in hanging
    journal[name].append((time.time(), hangs))
    await asyncio.sleep(HANGS_S if hangs else SERVICE_S)
    return ANSWER


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers the requests of one connection, one after the other."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            lines = head.split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            await reader.readexactly(int(headers.get("content-length", 0)))
            body = await respond(lines[0].split(" ")[1])
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
