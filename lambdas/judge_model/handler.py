"""Entry of `judge_model`: composition only."""

import os
from typing import Any

from lambdas import sdk
from lambdas.clients.run_store import RunStore
from lambdas.judge_model.settings import Settings
from lambdas.judge_model.verdict import judge_run
from lambdas.pipeline.step import read_plan, run_of
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """Judge the evaluation of a run."""
    settings = Settings.from_env(os.environ)
    run = run_of(event)
    store = RunStore(sdk.client("s3"), settings.run_bucket)
    verdict = judge_run(store, run.run_id, read_plan(store, settings.plan_key).gate)
    log().info("judged", extra={"run_id": run.run_id, **verdict})
    return verdict
