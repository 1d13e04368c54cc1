"""Builds a package. The same parts are the same bytes, so an unchanged model is an unchanged object.

What is built is opened before it is given out: the builder and the reader cannot disagree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.models.archive import HANDLER_MEMBER
from domain.models.manifest import (
    EVALUATION_MEMBER,
    FEATURES_MEMBER,
    MANIFEST_MEMBER,
    MODEL_MEMBER,
    Manifest,
    MemberDigest,
    OnnxVersions,
)
from domain.models.onnx_file import OnnxError, read_onnx
from domain.models.pickles import looks_like_pickle, pickle_remedy
from domain.models.runtime_support import ONNX_DOMAIN
from domain.training.features import FittedFeatures
from lambdas.packages.open import PackageRefused, open_package
from lambdas.packages.sealed import pack
from lambdas.packages.size import MAX_PACKAGE_BYTES

NOT_TOLD: Final = "0" * 64
"""SHA-256 of data or code that whoever builds the package does not know."""


@dataclass(frozen=True, kw_only=True)
class PackageParts:
    """What a package is made of.

    Attributes:
        model: Name of the model.
        version: Its version.
        created_at: When the version was made: UTC, such as `2026-11-26T10:00:00Z`. Given, not read from a clock, so
            that building it again gives the same bytes.
        onnx: The model.
        features: How a row becomes the model's input.
        handler: Source of `code/inference.py`, for SageMaker's container.
        evaluation: `evaluation.json`.
        framework: Versions of what trained and exported the model, by name.
        data_sha256: SHA-256 of the training data.
        code_sha256: SHA-256 of the training code.
        metrics: What the evaluation measured, by name.
    """

    model: str
    version: str
    created_at: str
    onnx: bytes
    features: FittedFeatures
    handler: bytes
    evaluation: bytes = b"{}\n"
    framework: Mapping[str, str]
    data_sha256: str = NOT_TOLD
    code_sha256: str = NOT_TOLD
    metrics: Mapping[str, float]


def build_package(parts: PackageParts, *, max_bytes: int = MAX_PACKAGE_BYTES) -> bytes:
    """The bytes of a `model.tar.gz`.

    Args:
        parts: What it is made of.
        max_bytes: Most bytes that it may unpack to.

    Raises:
        PackageRefused: What would be built would not be opened; with every problem.
    """
    name = f"{parts.model} {parts.version}"
    if looks_like_pickle(parts.onnx):
        raise PackageRefused(name, [f"{MODEL_MEMBER} is a pickle, which is never loaded. {pickle_remedy()}"])
    try:
        facts = read_onnx(parts.onnx)
    except OnnxError as error:
        raise PackageRefused(name, [str(error)]) from error
    members = {
        MODEL_MEMBER: parts.onnx,
        FEATURES_MEMBER: parts.features.to_json().encode(),
        HANDLER_MEMBER: parts.handler,
        EVALUATION_MEMBER: parts.evaluation,
    }
    versions = OnnxVersions(opset=facts.opsets.get(ONNX_DOMAIN, 0), ir_version=facts.ir_version)
    try:
        manifest = _manifest(parts, members, versions).to_json()
    except ValueError as error:
        raise PackageRefused(name, [f"a metric is not a finite number: {error}"]) from error
    data = pack({**members, MANIFEST_MEMBER: manifest.encode()})
    open_package(data, name=name, max_bytes=max_bytes)
    return data


def _manifest(parts: PackageParts, members: Mapping[str, bytes], versions: OnnxVersions) -> Manifest:
    return Manifest(
        model=parts.model,
        version=parts.version,
        created_at=parts.created_at,
        task=parts.features.task.value,
        framework=dict(parts.framework),
        onnx=versions,
        data_sha256=parts.data_sha256,
        code_sha256=parts.code_sha256,
        metrics=dict(parts.metrics),
        members={name: MemberDigest(hashlib.sha256(data).hexdigest(), len(data)) for name, data in members.items()},
    )
