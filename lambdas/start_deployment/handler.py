"""Entry of ``start_deployment``: composition only."""

import os
from datetime import UTC, datetime
from typing import Any

from lambdas import sdk
from lambdas.clients.approved_packages import ApprovedPackages
from lambdas.clients.model_packages import ModelPackages
from lambdas.clients.package_verifier import PackageVerifier
from lambdas.deployments.clients import acting, working
from lambdas.deployments.handles import handle_of
from lambdas.errors import InvalidEventError
from lambdas.start_deployment.beginning import Beginning
from lambdas.start_deployment.settings import Settings
from lambdas.start_deployment.verification import Verification
from lambdas.telemetry import log


def handler(event: object, context: Any) -> dict[str, Any]:
    """Deploy the package of ``{"model_package_arn": …}``.

    Raises:
        PackageNotApprovedError: Nobody approved it.
        PackageRefused: It is not the one that was registered.
        DeploymentInProgressError: Another package is being deployed.
    """
    arn = event.get("model_package_arn") if isinstance(event, dict) else None
    if not isinstance(arn, str) or not arn:
        raise InvalidEventError(f"model_package_arn is {arn!r}; accepted: the ARN of a model package")
    settings = Settings.from_env(os.environ)
    actions = acting(settings.place)
    work = working(actions)
    key = settings.signing_key_arn
    verified = Verification(
        packages=ModelPackages(sdk.client("s3"), settings.place.run_bucket),
        verifier=PackageVerifier(sdk.client("kms"), key) if key else None,
        max_bytes=settings.max_package_bytes,
    )
    source = verified(ApprovedPackages(sdk.client("sagemaker")).source(arn))
    begin = Beginning(actions, work, settings.targets, lambda: datetime.now(UTC), str(context.aws_request_id))
    deployment = work.forward(begin.begin(source)).deployment
    reply = {"deployment_id": handle_of(deployment), **work.reply(deployment)}
    log().info("deployment", extra=reply)
    return reply
