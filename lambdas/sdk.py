"""Makes boto3 clients: lazily, once a process for each purpose, always with timeouts."""

import threading
from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config

CONNECT_TIMEOUT_S = 3.0
READ_TIMEOUT_S = 20.0
ATTEMPTS = 6
"""A part makes hundreds of calls, and one that stays without an answer ends the run: at 3 attempts, the default, a
fifth of failing calls ends every second run of 30 files; at 6 one in a hundred."""
_making = threading.Lock()


def client(
    service: str,
    *,
    region: str | None = None,
    connect_timeout_s: float = CONNECT_TIMEOUT_S,
    read_timeout_s: float = READ_TIMEOUT_S,
    attempts: int = ATTEMPTS,
    connections: int = 10,
) -> Any:
    """Return the process's client of a service; the same arguments give the same client.

    Args:
        service: Name of the service as boto3 knows it.
        region: Region to call; without one, the Region that the function runs in.
        connect_timeout_s: Longest wait for a connection, in seconds.
        read_timeout_s: Longest wait for the next bytes of an answer, in seconds.
        attempts: Calls that the SDK makes in all; 1 turns its retries off.
        connections: Connections kept open, for callers with threads.
    """
    with _making:  # the default session is not safe to share while clients are being made
        return _make(service, region, connect_timeout_s, read_timeout_s, attempts, connections)


def forget_clients() -> None:
    """Drop all clients, so that the next call makes new ones (after credentials or endpoints changed, as tests do)."""
    _make.cache_clear()


@lru_cache(maxsize=32)
def _make(service: str, region: str | None, connect_s: float, read_s: float, attempts: int, connections: int) -> Any:
    config = Config(
        connect_timeout=connect_s,
        read_timeout=read_s,
        retries={"total_max_attempts": attempts, "mode": "standard"},
        max_pool_connections=connections,
    )
    return boto3.client(service, region_name=region, config=config)
