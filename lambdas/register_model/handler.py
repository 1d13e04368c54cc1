"""Entry of `register_model`: composition only."""

import os
from pathlib import Path
from typing import Any, Final

from lambdas import sdk
from lambdas.clients.model_registry import ModelRegistry
from lambdas.clients.package_signer import PackageSigner
from lambdas.clients.package_store import PackageStore
from lambdas.clients.training_claims import TrainingClaims
from lambdas.register_model.registration import Registration
from lambdas.register_model.request import parse
from lambdas.register_model.settings import Settings
from lambdas.telemetry import log

DATA_FILES: Final = ("lambdas/serving/handlers/tabular_inference.py",)
"""Goes into each package as `code/inference.py`. A file, not a module: it runs in the container, which has NumPy."""


def handler(event: object, _context: object) -> dict[str, Any]:
    """Register the model of a run."""
    settings = Settings.from_env(os.environ)
    request = parse(event, settings.run_bucket)
    signs = bool(settings.signing_key_arn)
    registration = Registration(
        store=PackageStore(sdk.client("s3"), settings.run_bucket),
        registry=ModelRegistry(sdk.client("sagemaker"), settings.package_group),
        signer=PackageSigner(sdk.client("kms"), settings.signing_key_arn) if signs else None,
        claims=TrainingClaims(sdk.client("s3"), settings.run_bucket),
        settings=settings,
        handler=(Path(__file__).resolve().parents[2] / DATA_FILES[0]).read_bytes(),
    )
    reply = registration(request)
    log().info("registered", extra={"run_id": request.run_id, **reply})
    return reply
