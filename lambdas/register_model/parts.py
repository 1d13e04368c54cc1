"""Collects what a package is made of from what the run left in S3."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.training.features import parse_features
from domain.training.layout import RunPlaces
from domain.training.profile import parse_profile
from lambdas.clients.package_store import PackageStore, Stored
from lambdas.errors import ObjectTooLargeError, RunCorruptError, RunNotFoundError
from lambdas.packages.build import PackageParts
from lambdas.packages.training_output import TrainingOutputError, read_output
from lambdas.pipeline.errors import PackageNotMade
from lambdas.register_model.request import Request

MAX_DOCUMENT_BYTES: Final = 64 * 1024**2


@dataclass(frozen=True)
class Collected:
    """The parts, and the profile of the data that the model was trained on."""

    parts: PackageParts
    profile: bytes


def collect(store: PackageStore, request: Request, *, handler: bytes, code_sha256: str, max_bytes: int) -> Collected:
    """Read the parts of a package.

    Its time is when the training job wrote the model, so building it again gives the same bytes.

    Raises:
        RunNotFoundError: Something of the run is not there.
        RunCorruptError: A document is not what the platform writes.
        PackageNotMade: The training job's output cannot be packed.
    """
    places = RunPlaces(request.run_id)
    try:
        output = _need(store, request.output_key, max_bytes)
        trained = read_output(output.data, name=store.uri(request.output_key), max_bytes=max_bytes)
    except (ObjectTooLargeError, TrainingOutputError) as error:
        raise PackageNotMade(str(error)) from error
    profile = _need(store, places.profile, MAX_DOCUMENT_BYTES).data
    evaluation = _need(store, places.evaluation, MAX_DOCUMENT_BYTES).data
    try:
        features = parse_features(_need(store, places.features, MAX_DOCUMENT_BYTES).data)
        data_sha256 = parse_profile(profile).sha256
        metrics = _metrics(evaluation)
    except (ValueError, KeyError, TypeError) as error:
        raise RunCorruptError(f"run {request.run_id}: {error}; start it again with force") from error
    return Collected(
        PackageParts(
            model=request.model,
            version=request.version,
            created_at=output.written_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            onnx=trained.model,
            features=features,
            handler=handler,
            evaluation=evaluation,
            framework=_framework(trained.report),
            data_sha256=data_sha256,
            code_sha256=code_sha256,
            metrics=metrics,
        ),
        profile,
    )


def _need(store: PackageStore, key: str, max_bytes: int) -> Stored:
    found = store.read(key, max_bytes)
    if found is None:
        raise RunNotFoundError(f"{store.uri(key)} is not there; it was never written, or it expired")
    return found


def _metrics(evaluation: bytes) -> dict[str, float]:
    found = json.loads(evaluation)["model"]["metrics"]
    return {str(name): float(value) for name, value in found.items()}


def _framework(report: Mapping[str, Any]) -> dict[str, str]:
    found = report.get("framework")
    return {str(name): str(version) for name, version in found.items()} if isinstance(found, Mapping) else {}
