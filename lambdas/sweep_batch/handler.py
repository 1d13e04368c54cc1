"""Entry of ``sweep_batch``: composition only. Its schedule's event says nothing that it needs."""

import os
import time
from typing import Any

from lambdas import sdk
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.task_scan import TaskScan
from lambdas.clients.task_settlement import TaskSettlement
from lambdas.clients.transform_status import TransformStatus
from lambdas.sweep_batch.settings import Settings
from lambdas.sweep_batch.sweep import Sweep
from lambdas.telemetry import log, publish


def handler(_event: object, _context: object) -> dict[str, Any]:
    """Answer the tasks whose job ended, or vanished, without an event that arrived."""
    settings = Settings.from_env(os.environ)
    table, region = sdk.client("dynamodb"), os.environ["AWS_REGION"]
    sweep = Sweep(
        scan=TaskScan(table, settings.task_table, region),
        tasks=TaskSettlement(table, settings.task_table, region),
        status=TransformStatus(sdk.client("sagemaker")),
        callbacks=Callbacks(sdk.client("stepfunctions")),
    )
    result = sweep(now=time.time(), min_age_s=settings.min_age_s)
    publish(settings.environment, result.to_metrics())
    reply = result.to_reply()
    log().info("swept", extra=reply)
    return reply
