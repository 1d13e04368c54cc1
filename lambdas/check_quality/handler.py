"""Entry of ``check_quality``: composition only."""

import os
from typing import Any

from lambdas import sdk
from lambdas.check_quality.check import Check
from lambdas.check_quality.settings import Settings
from lambdas.clients.run_store import RunStore
from lambdas.clients.training_files import TrainingFiles
from lambdas.pipeline.step import read_plan, run_of
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """Judge the data of a run."""
    settings = Settings.from_env(os.environ)
    run = run_of(event)
    s3 = sdk.client("s3")
    store = RunStore(s3, settings.run_bucket)
    check = Check(plan=read_plan(store, settings.plan_key), store=store, files=TrainingFiles(s3, settings.run_bucket))
    reply = check(run)
    log().info("checked", extra={"run_id": run.run_id, **reply})
    return reply
