"""AWS clients of one caller, made once each; and who that caller is."""

from __future__ import annotations

import threading
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from advisor.errors import InputError
from smoke.question import no_credentials

CONNECT_S: Final = 5
READ_S: Final = 30
ATTEMPTS: Final = 4


class Connections:
    """Makes clients.

    Args:
        region: Region of those that name none.
    """

    def __init__(self, region: str | None) -> None:
        self.region = region
        # A session of its own: boto3's default one keeps the credentials that it first saw.
        self._session = boto3.Session(region_name=region)
        self._made: dict[tuple[str, str | None, int, int], Any] = {}
        self._lock = threading.Lock()  # a session is not safe to share while it makes clients

    def client(self, service: str, region: str | None = None, read_s: int = READ_S, attempts: int = ATTEMPTS) -> Any:
        """The client of a service.

        Args:
            service: As boto3 knows it.
            region: Region; the stack's without one.
            read_s: Longest wait for an answer, in seconds.
            attempts: Calls in all; 1 asks once.

        Raises:
            InputError: There is no Region, or no such service.
        """
        key = (service, region or self.region, read_s, attempts)
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make(*key)
            return self._made[key]

    def credentials(self) -> Any:
        """The caller's credentials, for a signature; ``None`` when it has none."""
        with self._lock:
            found = self._session.get_credentials()
            return None if found is None else found.get_frozen_credentials()

    def account(self) -> str:
        """The caller's account. ``sts:GetCallerIdentity`` needs no permission.

        Raises:
            InputError: There are no credentials, or AWS does not know them.
        """
        try:
            return str(self.client("sts").get_caller_identity()["Account"])
        except (BotoCoreError, ClientError) as error:
            raise no_credentials(error) from error

    def _make(self, service: str, region: str | None, read_s: int, attempts: int) -> Any:
        config = Config(
            connect_timeout=CONNECT_S,
            read_timeout=read_s,
            retries={"total_max_attempts": attempts, "mode": "standard"},
            max_pool_connections=16,
        )
        try:
            return self._session.client(service, region_name=region, config=config)
        except BotoCoreError as error:
            raise InputError(
                f"AWS cannot be asked: {error}; set AWS_REGION, or aws:region in the stack file"
            ) from error
