"""Entry of ``engineer_features``: composition only."""

import os
from typing import Any

from lambdas import sdk
from lambdas.clients.run_store import RunStore
from lambdas.clients.training_files import TrainingFiles
from lambdas.engineer_features.engineering import Engineering
from lambdas.engineer_features.settings import Settings
from lambdas.pipeline.step import read_plan, run_of
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """Write the files of a run."""
    settings = Settings.from_env(os.environ)
    run = run_of(event)
    s3 = sdk.client("s3")
    store = RunStore(s3, settings.run_bucket)
    engineer = Engineering(
        plan=read_plan(store, settings.plan_key), store=store, files=TrainingFiles(s3, settings.run_bucket)
    )
    reply = engineer(run)
    log().info("engineered", extra={"run_id": run.run_id, **reply})
    return reply
