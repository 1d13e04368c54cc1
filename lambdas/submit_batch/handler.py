"""Entry of ``submit_batch``: composition only."""

import os
import time
from typing import Any

from lambdas import sdk
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.run_store import RunStore
from lambdas.clients.task_settlement import TaskSettlement
from lambdas.clients.task_tokens import TaskTokens
from lambdas.clients.transform_jobs import TransformJobs
from lambdas.clients.transform_status import TransformStatus
from lambdas.submit_batch.request import parse_request
from lambdas.submit_batch.settings import Settings
from lambdas.submit_batch.submission import Submission
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """Start, or attach to, the transform job of a run; a later event answers the waiting task."""
    settings = Settings.from_env(os.environ)
    request = parse_request(event)
    table, models = sdk.client("dynamodb"), sdk.client("sagemaker")
    submit = Submission(
        settings=settings,
        store=RunStore(sdk.client("s3"), settings.run_bucket),
        tokens=TaskTokens(table, settings.task_table),
        tasks=TaskSettlement(table, settings.task_table, request.region),
        jobs=TransformJobs(models),
        status=TransformStatus(models),
        callbacks=Callbacks(sdk.client("stepfunctions")),
    )
    reply = submit(request, time.time())
    log().info("submitted", extra={"run_id": request.run_id, **reply})
    return reply
