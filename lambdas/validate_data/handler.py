"""Entry of ``validate_data``: composition only."""

import os
from typing import Any

from lambdas import sdk
from lambdas.clients.data_source import DataSource
from lambdas.clients.run_store import RunStore
from lambdas.clients.training_files import TrainingFiles
from lambdas.pipeline.step import read_plan, run_of
from lambdas.telemetry import log
from lambdas.validate_data.settings import Settings
from lambdas.validate_data.validation import Validation


def handler(event: object, _context: object) -> dict[str, Any]:
    """Take the snapshot, or refuse the data."""
    settings = Settings.from_env(os.environ)
    run = run_of(event)
    s3 = sdk.client("s3")
    store = RunStore(s3, settings.run_bucket)
    validate = Validation(
        plan=read_plan(store, settings.plan_key),
        source=DataSource(s3, run.data.bucket),
        files=TrainingFiles(s3, settings.run_bucket),
        store=store,
    )
    reply = validate(run)
    log().info("validated", extra={"run_id": run.run_id, **reply})
    return reply
