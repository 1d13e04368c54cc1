"""Entry of ``collect``: composition only."""

import os
from typing import Any

from lambdas import sdk
from lambdas.clients.run_store import RunStore
from lambdas.collect.collection import OUTPUT_READERS, collect
from lambdas.collect.request import parse_request
from lambdas.collect.settings import Settings
from lambdas.telemetry import log, publish


def handler(event: object, _context: object) -> dict[str, Any]:
    """Merge the records of a run, or say how many files still wait for batch."""
    settings = Settings.from_env(os.environ)
    request = parse_request(event)
    store = RunStore(sdk.client("s3", connections=OUTPUT_READERS), settings.run_bucket)
    collected = collect(request, store)
    publish(settings.environment, collected.to_metrics())
    reply = collected.to_reply()
    log().info("collected", extra={"run_id": request.run_id, "deferred": reply["deferred"]})
    return reply
