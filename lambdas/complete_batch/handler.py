"""Entry of ``complete_batch``: composition only."""

import os
from typing import Any

from lambdas import sdk
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.task_settlement import TaskSettlement
from lambdas.complete_batch.completion import complete, parse_event
from lambdas.complete_batch.settings import Settings
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """Answer the tasks that wait for the job of an event."""
    settings = Settings.from_env(os.environ)
    job = parse_event(event)
    tasks = TaskSettlement(sdk.client("dynamodb"), settings.task_table, os.environ["AWS_REGION"])
    reply = complete(job, tasks, Callbacks(sdk.client("stepfunctions")))
    log().info("completed", extra=reply)
    return reply
