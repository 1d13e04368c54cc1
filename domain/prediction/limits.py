"""Sizes of what goes in and out of the HTTP API."""

from __future__ import annotations

from typing import Final

MEBIBYTE: Final = 1024 * 1024

MAX_BODY_BYTES: Final = 6 * MEBIBYTE
"""Lambda takes and gives 6 MB in a synchronous call; API Gateway would take 10.
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""

MAX_REPLY_BYTES: Final = MAX_BODY_BYTES - 256 * 1024
"""What is left for the body when status and headers are paid for; `too_large` counts the escapes."""

MAX_ROWS: Final = 100_000
"""Upper end of the setting for synchronous calls."""

MAX_ASYNC_ROWS: Final = 1_000_000
"""Rows of one asynchronous call; its body is bounded by `MAX_ASYNC_MB` as well."""

MAX_ROUTING_KEY: Final = 256
"""Characters of the header `X-Routing-Key`."""

GATEWAY_TIMEOUT_S: Final = 29
"""API Gateway ends an integration after 29 s unless the account's quota was raised.
https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html"""


def too_large(body: str) -> bool:
    """Whether Lambda could not answer this body: inside the function's own answer its quotation marks are escaped."""
    if len(body) <= MAX_REPLY_BYTES // 2:
        return False
    return len(body) + body.count('"') + body.count("\\") > MAX_REPLY_BYTES
