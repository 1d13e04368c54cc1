"""The admin API under `/_sandbox/`: JSON in, JSON out, no signature; the port is on the loopback interface only.

| call | does |
| --- | --- |
| `GET health` | `{"status": "ok", "pid", "token", "uptime_s"}` |
| `POST faults` / `GET faults` / `DELETE faults[/<id>]` | see `sandbox.faults` |
| `GET options` / `POST options` | read or change `SandboxOptions` |
| `POST stop` | ends the server; the body must hold its token |
| anything else | the services' own paths, such as `POST schedules/<name>/run`, `GET functions`, `GET jobs` |
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.faults import Fault, FaultBook
from sandbox.request import AwsResponse
from sandbox.service import Service
from sandbox.wire import RawRequest


class Admin:
    """Answers admin calls.

    Args:
        context: Its options are read and replaced.
        faults: Faults in force.
        services: Asked for paths that are not known here.
        token: Identifies this server; whoever wants to stop it must know it.
        stop: Ends the server.
    """

    def __init__(
        self,
        context: SandboxContext,
        faults: FaultBook,
        services: Sequence[Service],
        token: str,
        stop: Callable[[], None],
    ) -> None:
        self._context = context
        self._faults = faults
        self._services = services
        self._token = token
        self._stop = stop
        self._started = time.monotonic()

    def __call__(self, raw: RawRequest) -> AwsResponse:
        """The answer; 400 with `{"error": …}` for what is wrong, 404 for what is not there."""
        path = raw.path.removeprefix("/_sandbox/").strip("/")
        try:
            body = json.loads(raw.body) if raw.body else {}
            answer = self._answer(raw.method, path, body)
        except (ValueError, TypeError, AwsError) as error:
            return _json({"error": str(error)}, 400)
        if answer is None:
            return _json({"error": f"{raw.method} {raw.path} is not there; see sandbox/README.md for the paths"}, 404)
        return _json(answer, 200)

    def _answer(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        name, _, rest = path.partition("/")
        if (method, path) == ("GET", "health"):
            uptime = round(time.monotonic() - self._started, 3)
            return {"status": "ok", "pid": os.getpid(), "token": self._token, "uptime_s": uptime}
        if name == "faults":
            return self._fault(method, rest, body)
        if path == "options":
            if method == "POST":
                self._context.options = self._context.options.changed(body)
            return asdict(self._context.options)
        if (method, path) == ("POST", "stop"):
            return self._end(body)
        answers = (service.admin(method, path, body) for service in self._services)
        return next((answer for answer in answers if answer is not None), None)

    def _fault(self, method: str, fault_id: str, body: Mapping[str, Any]) -> Any:
        if method == "POST":
            return {"id": self._faults.add(Fault.of(body))}
        if method == "DELETE":
            self._faults.remove(fault_id or None)
            return {}
        return {"faults": self._faults.listing()} if method == "GET" else None

    def _end(self, body: Mapping[str, Any]) -> Any:
        if body.get("token") != self._token:
            raise ValueError("the token is not this server's; read it from server.json in its folder")
        self._stop()
        return {"status": "stopping"}


def _json(value: Any, status: int) -> AwsResponse:
    body = json.dumps(value, default=str).encode()
    return AwsResponse(status=status, headers={"Content-Type": "application/json"}, body=body)
