"""Entry of `evaluate_model`: composition only."""

import os
from typing import Any

from domain.training.plan import parse_plan
from lambdas import sdk
from lambdas.clients.model_packages import ModelPackages
from lambdas.clients.package_verifier import PackageVerifier
from lambdas.clients.run_store import RunStore
from lambdas.evaluate_model.evaluation import Evaluation, parse_request
from lambdas.evaluate_model.settings import Settings
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """Score the model of a run, and the one in service, on the run's test rows."""
    settings = Settings.from_env(os.environ)
    storage = sdk.client("s3")
    store = RunStore(storage, settings.run_bucket)
    key = settings.signing_key_arn
    evaluate = Evaluation(
        store=store,
        packages=ModelPackages(storage, settings.run_bucket),
        verifier=PackageVerifier(sdk.client("kms"), key) if key else None,
        plan=parse_plan(store.need(settings.plan_key).decode()),
    )
    request = parse_request(event, settings.run_bucket)
    reply = evaluate(request)
    log().info("evaluated", extra={"run_id": request.run_id, **reply})
    return reply
