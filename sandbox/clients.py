"""boto3 clients against the sandbox itself: the deployer's, or a role's, so that IAM is enforced on our own calls."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.config import Config

from sandbox.borders import Borders
from sandbox.context import Credentials
from sandbox.inprocess import EVENT, answering
from sandbox.request import ACCOUNT_ID
from sandbox.wire import Exchange

_CONFIG = Config(
    retries={"total_max_attempts": 1, "mode": "standard"},
    max_pool_connections=256,
    connect_timeout=10,
    read_timeout=1000,
    tcp_keepalive=True,
)


class RoleSessions:
    """Credentials of roles, made in moto's STS without a request; one session a role, name and region, renewed in time.

    Args:
        borders: Is told of the region that credentials are made for.
    """

    def __init__(self, borders: Borders) -> None:
        self._borders = borders
        self._sessions: dict[tuple[str, str, str | None], tuple[datetime, Credentials]] = {}
        self._lock = threading.Lock()

    def of(self, role_arn: str, session_name: str, home: str | None = None) -> Credentials:
        """Credentials of `role_arn`, valid for at least half an hour; their holder is in region `home`."""
        from moto.sts.models import sts_backends

        now = datetime.now(UTC)
        with self._lock:
            known = self._sessions.get((role_arn, session_name, home))
            if known and known[0] > now + timedelta(minutes=30):
                return known[1]
            session = sts_backends[ACCOUNT_ID]["aws"].assume_role(
                region_name="us-east-1",
                role_session_name=session_name,
                role_arn=role_arn,
                policy="",
                duration=12 * 3600,
                external_id="",
            )
            credentials = Credentials(session.access_key_id, session.secret_access_key, session.session_token)
            if home is not None:
                self._borders.settle(credentials.access_key_id, home)
            self._sessions[role_arn, session_name, home] = (now + timedelta(hours=12), credentials)
            return credentials


class Clients:
    """Implements `sandbox.context.ClientFactory`; clients are cached and shared between threads.

    Args:
        endpoint_url: Where the server listens.
        deployer: Keys of the administrator.
        sessions: Makes credentials of roles.
        exchange: Answers the requests of these clients in their own thread, instead of over the wire.
    """

    def __init__(self, endpoint_url: str, deployer: Credentials, sessions: RoleSessions, exchange: Exchange) -> None:
        self._endpoint_url = endpoint_url
        self._deployer = deployer
        self._sessions = sessions
        self._answer = answering(exchange)
        self._clients: dict[tuple[str, str, Credentials], Any] = {}
        self._lock = threading.Lock()
        self._session = boto3.session.Session()

    def client(self, service: str, region: str, role_arn: str | None) -> Any:
        """A client of `service` in `region`; `role_arn` None calls as the deployer."""
        credentials = self._deployer if role_arn is None else self._sessions.of(role_arn, "sandbox", region)
        key = (service, region, credentials)
        with self._lock:
            if key not in self._clients:
                client = self._session.client(
                    service,
                    region_name=region,
                    endpoint_url=self._endpoint_url,
                    aws_access_key_id=credentials.access_key_id,
                    aws_secret_access_key=credentials.secret_access_key,
                    aws_session_token=credentials.session_token,
                    config=_CONFIG,
                )
                client.meta.events.register(EVENT, self._answer)
                self._clients[key] = client
            return self._clients[key]
