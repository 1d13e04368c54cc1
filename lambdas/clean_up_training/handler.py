"""Entry of ``clean_up_training``: composition only."""

import os
from typing import Any

from lambdas import sdk
from lambdas.clean_up_training.cleaning import Cleaning
from lambdas.clean_up_training.request import INTERRUPTED, filled, parse_failed
from lambdas.clean_up_training.settings import Settings
from lambdas.clients.execution_history import ExecutionHistory
from lambdas.clients.package_removal import PackageRemoval
from lambdas.clients.registered_versions import RegisteredVersions
from lambdas.clients.training_claims import TrainingClaims
from lambdas.clients.training_stops import TrainingStops
from lambdas.deployments.clients import acting, working
from lambdas.telemetry import log


def handler(event: object, _context: object) -> dict[str, Any]:
    """Take back what a failed run left half made.

    Raises:
        DeploymentUnsettledError: SageMaker is still at the endpoint; the same call again goes on.
    """
    failed = parse_failed(event)
    settings = Settings.from_env(os.environ)
    if failed.step == INTERRUPTED and failed.nothing_known and failed.execution_arn:
        history = ExecutionHistory(sdk.client("stepfunctions"))
        failed = filled(failed, history.last_document(failed.execution_arn))
    actions = acting(settings.place)
    s3, sagemaker = sdk.client("s3"), sdk.client("sagemaker")
    clean = Cleaning(
        model=settings.model,
        claims=TrainingClaims(s3, settings.place.run_bucket),
        jobs=TrainingStops(sagemaker),
        registry=RegisteredVersions(sagemaker, settings.package_group),
        packages=PackageRemoval(s3, settings.place.run_bucket),
        store=actions.store,
        work=working(actions),
    )
    reply = clean(failed)
    log().info("cleaned up", extra=reply)
    return reply
