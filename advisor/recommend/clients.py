"""boto3 clients for reading a live stack; throttling is waited out."""

from __future__ import annotations

from typing import Any

from advisor.errors import InputError

ATTEMPTS = 6


def client(region: str, service: str) -> Any:
    """A client of a service.

    Raises:
        InputError: There are no credentials, or no such Region.
    """
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    config = Config(connect_timeout=5, read_timeout=30, retries={"total_max_attempts": ATTEMPTS, "mode": "standard"})
    try:
        return boto3.client(service, region_name=region, config=config)
    except BotoCoreError as error:
        raise InputError(f"AWS cannot be asked: {error}") from error
