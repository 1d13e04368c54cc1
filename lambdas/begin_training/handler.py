"""Entry of ``begin_training``: composition only."""

import os
from typing import Any

from lambdas import sdk
from lambdas.begin_training.begin import Begin
from lambdas.begin_training.request import parse_request
from lambdas.begin_training.settings import Settings
from lambdas.clients.data_source import DataSource
from lambdas.clients.executions import Executions
from lambdas.clients.run_store import RunStore
from lambdas.clients.training_claims import TrainingClaims
from lambdas.pipeline.step import read_plan
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """Name the run and claim it."""
    settings = Settings.from_env(os.environ)
    request = parse_request(event, settings.place)
    s3 = sdk.client("s3")
    begin = Begin(
        plan=read_plan(RunStore(s3, settings.run_bucket), settings.plan_key),
        place=settings.place,
        source=DataSource(s3, settings.place.bucket),
        claims=TrainingClaims(s3, settings.run_bucket),
        executions=Executions(sdk.client("stepfunctions")),
    )
    reply = begin(request)
    log().info("begun", extra=reply)
    return reply
