"""Entry of `evaluate_model`: composition only."""

import os
from typing import Any

from lambdas import sdk
from lambdas.clients.model_packages import ModelPackages
from lambdas.clients.package_verifier import PackageVerifier
from lambdas.clients.run_store import RunStore
from lambdas.clients.training_files import TrainingFiles
from lambdas.evaluate_model.evaluation import Evaluation
from lambdas.evaluate_model.in_service import InService
from lambdas.evaluate_model.request import parse_request
from lambdas.evaluate_model.settings import Settings
from lambdas.pipeline.step import read_plan
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """Score the model of a run, and the one in service, on the run's test rows."""
    settings = Settings.from_env(os.environ)
    request = parse_request(event, settings.run_bucket)
    storage, key = sdk.client("s3"), settings.signing_key_arn
    store = RunStore(storage, settings.run_bucket)
    evaluate = Evaluation(
        store=store,
        files=TrainingFiles(storage, settings.run_bucket),
        in_service=InService(
            packages=ModelPackages(storage, settings.run_bucket),
            verifier=PackageVerifier(sdk.client("kms"), key) if key else None,
            max_bytes=settings.max_package_bytes,
        ),
        plan=read_plan(store, settings.plan_key),
        max_bytes=settings.max_package_bytes,
    )
    reply = evaluate(request)
    log().info("evaluated", extra={"run_id": request.run_id, **reply})
    return reply
