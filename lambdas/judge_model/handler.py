"""Entry of `judge_model`: composition only."""

import os
from typing import Any

from domain.training.plan import parse_plan
from lambdas import sdk
from lambdas.clients.run_store import RunStore
from lambdas.judge_model.settings import Settings
from lambdas.judge_model.verdict import judge_run, run_id_of
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """Judge the evaluation of a run."""
    settings = Settings.from_env(os.environ)
    run_id = run_id_of(event)
    store = RunStore(sdk.client("s3"), settings.run_bucket)
    plan = parse_plan(store.need(settings.plan_key).decode())
    verdict = judge_run(store, run_id, plan.gate)
    log().info("judged", extra={"run_id": run_id, **verdict})
    return verdict
