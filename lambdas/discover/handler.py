"""Entry of ``discover``: composition only."""

import os
import uuid
from datetime import UTC, datetime
from typing import Any

from lambdas import sdk
from lambdas.clients.input_listing import InputListing
from lambdas.clients.run_store import RunStore
from lambdas.discover.discovery import Discovery
from lambdas.discover.request import parse_request
from lambdas.discover.settings import Settings
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """List the prefix of an execution, choose its path, and return the state of the run."""
    settings = Settings.from_env(os.environ)
    request = parse_request(event, settings)
    storage = sdk.client("s3")
    discovery = Discovery(
        inputs=InputListing(storage, settings.access_point),
        store=RunStore(storage, settings.run_bucket),
        settings=settings,
        listing_id=uuid.uuid4().hex,
        now=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    state = discovery(request)
    log().info("discovered", extra={key: state[key] for key in ("run_id", "status", "path", "file_count")})
    return state
