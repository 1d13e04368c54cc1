"""Entry of ``predict``: composition only."""

import os
import random
import time
from typing import Any, Protocol

from lambdas import sdk
from lambdas.clients.endpoints import Endpoints, client_for
from lambdas.clients.input_objects import InputObjects
from lambdas.clients.run_store import RunStore
from lambdas.predict.call import Timing
from lambdas.predict.part import endpoint_path, parse_request, serve_part
from lambdas.predict.serve import FileServer
from lambdas.predict.settings import Settings
from lambdas.runs import read_manifest
from lambdas.telemetry import log, publish


class Context(Protocol):
    """What is used of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the invocation."""
        ...


TIMING = Timing(clock=time.monotonic, sleep=time.sleep, chance=random.random)


def handler(event: object, context: Context) -> dict[str, Any]:
    """Serve one part of a run by the endpoint of its path."""
    settings = Settings.from_env(os.environ)
    request = parse_request(event)
    storage = sdk.client("s3", connections=settings.concurrency)
    store = RunStore(storage, settings.run_bucket)
    manifest = read_manifest(store, request.run_id)
    target = settings.endpoints[endpoint_path(manifest, settings.endpoints)]
    full_timeout = settings.retry.initial_timeout_s
    server = FileServer(
        inputs=InputObjects(storage, settings.access_point),
        endpoint=Endpoints(target, full_timeout, lambda timeout: client_for(timeout, settings.concurrency)),
        manifest=manifest,
        policy=settings.retry,
        cold_start_threshold_ms=settings.cold_start_threshold_ms,
        timing=TIMING,
        remaining_s=lambda: context.get_remaining_time_in_millis() / 1000,
    )
    counts = serve_part(request, manifest, store, server, settings.concurrency)
    publish(settings.environment, counts.to_metrics())
    reply = counts.to_reply(request.part)
    log().info("served", extra={"run_id": request.run_id, **reply})
    return reply
