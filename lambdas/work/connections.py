"""Clients of what two Regions share: short waits, and never a second write before the first is understood."""

from typing import Any, Final

from lambdas import sdk

CONNECT_S: Final = 1.0
READ_S: Final = 2.0
"""A lease lasts a minute or less: an answer that takes longer is worth a new question."""
READ_ATTEMPTS: Final = 3
CONNECTIONS: Final = 16
"""Calls that a function makes at the same time."""


def reading(region: str) -> Any:
    """Return the DynamoDB client that reads in ``region``; a read may be repeated."""
    return _client("dynamodb", region, READ_ATTEMPTS)


def writing(region: str) -> Any:
    """Return the DynamoDB client that calls ``region`` once a time: a lost answer is understood by a read."""
    return _client("dynamodb", region, 1)


def starting(region: str) -> Any:
    """Return the Step Functions client of ``region``; a start under a name may be repeated."""
    return _client("stepfunctions", region, READ_ATTEMPTS)


def _client(service: str, region: str, attempts: int) -> Any:
    return sdk.client(
        service,
        region=region,
        connect_timeout_s=CONNECT_S,
        read_timeout_s=READ_S,
        attempts=attempts,
        connections=CONNECTIONS,
    )
