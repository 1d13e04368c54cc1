"""One process that is AWS: moto behind our front, on one loopback port.

State starts anew at each start: nothing of an earlier run is read, and the run folder is emptied.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.borders import Borders
from sandbox.context import Credentials, SandboxContext, SandboxOptions
from sandbox.faults import FaultBook
from sandbox.request import ACCOUNT_ID
from sandbox.wire import LoopbackServer, RawRequest

LOG = logging.getLogger("sandbox")
_ADMINISTRATOR = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


@dataclass(frozen=True, slots=True)
class Identity:
    """What others need to know of a server: where it is, which one it is, and the deployer's keys."""

    port: int
    token: str
    access_key_id: str
    secret_access_key: str


class Server:
    """A sandbox server in this process.

    Args:
        directory: Its folder; the sub-folder `run` is emptied.
        port: Port to listen on; 0 takes a free one.
        options: Speeds and limits.

    Raises:
        OSError: The port is taken.
    """

    def __init__(self, directory: Path, port: int, options: SandboxOptions) -> None:
        self._ended = threading.Event()
        self._http = LoopbackServer(self._exchange, port)
        self._configure_moto()
        run = directory / "run"
        shutil.rmtree(run, ignore_errors=True)
        run.mkdir(parents=True)
        context = SandboxContext(
            directory=run,
            endpoint_url=f"http://127.0.0.1:{self._http.port}",
            python=sys.executable,
            options=options,
            borders=Borders(faults := FaultBook()),
        )
        self._assemble(context, faults)

    def _assemble(self, context: SandboxContext, faults: FaultBook) -> None:
        # Imported here: these import moto, which reads its settings when it is imported.
        from sandbox.admin import Admin
        from sandbox.clients import Clients, RoleSessions
        from sandbox.front import Front
        from sandbox.iam import Guard
        from sandbox.metrics import MetricStore
        from sandbox.services import own_services
        from sandbox.stepfunctions import patch_interpreter

        deployer = _create_deployer()
        sessions = RoleSessions(context.borders)
        context.exchange = self._exchange
        context.sessions = sessions
        context.clients = Clients(context.endpoint_url, deployer, sessions, self._exchange)
        context.metrics = MetricStore()
        guard = Guard(context.access_points)
        self._services = own_services(context, guard, faults)
        patch_interpreter(context)
        token = secrets.token_hex(16)
        self.identity = Identity(self._http.port, token, deployer.access_key_id, deployer.secret_access_key)
        admin = Admin(context, faults, self._services, token, self._ended.set)
        self._front = Front(context, guard, faults, self._services, admin)

    def _configure_moto(self) -> None:
        os.environ["MOTO_PORT"] = str(self._http.port)
        # moto makes its own boto3 sessions in places; they must never find a real account.
        os.environ.update(dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "none"))
        os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
            os.environ.pop(name, None)
        from moto.core.config import default_user_config

        default_user_config["stepfunctions"]["execute_state_machine"] = True

    def _exchange(self, raw: RawRequest) -> Any:
        return self._front(raw)

    def serve(self) -> None:
        """Serves until `stop`; returns when every child process has ended."""
        thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), name="sandbox-http", daemon=True)
        thread.start()
        try:
            while not self._ended.wait(1.0):
                continue
        finally:
            self._close()

    def stop(self) -> None:
        """Ends `serve`; may be called from a signal handler."""
        self._ended.set()

    def _close(self) -> None:
        self._front.closing.set()
        self._http.shutdown()
        self._http.server_close()
        for service in self._services:
            service.close()


def _create_deployer() -> Credentials:
    from moto.iam.models import iam_backends

    iam = iam_backends[ACCOUNT_ID]["aws"]
    iam.create_user("us-east-1", "deployer")
    iam.put_user_policy("deployer", "administrator", _ADMINISTRATOR)
    key = iam.create_access_key("deployer")
    return Credentials(key.access_key_id, key.secret_access_key)
