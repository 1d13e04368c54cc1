"""What the model registry is told of a package, whoever made it: the pipeline, or a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Protocol

from domain.models.names import package_key
from lambdas.clients.model_registry import FAILED, Entry, Registered
from lambdas.packages.build import NOT_TOLD

MAX_METRICS: Final = 40
"""Of the 50 properties that a package may have; the others say what it is.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackage.html
"""
LONGEST_NAME: Final = 128
RUN_PROPERTY: Final = "run_id"
"""A version that the pipeline trained has it; one that a person registered has not."""
NAME: Final = re.compile(r"[\w .:/=+@-]+")
"""Of a property; `\\w` is at most what SageMaker takes."""


class Packed(Protocol):
    """Facts of a package: its parts before it is made, its manifest after."""

    @property
    def model(self) -> str:
        """Name of the model."""

    @property
    def version(self) -> str:
        """Its version."""

    @property
    def data_sha256(self) -> str:
        """SHA-256 of the training data, or `NOT_TOLD`."""

    @property
    def code_sha256(self) -> str:
        """SHA-256 of the training code, or `NOT_TOLD`."""

    @property
    def metrics(self) -> Mapping[str, float]:
        """What was measured."""


def registry_entry(
    package: Packed,
    *,
    bucket: str,
    image: str,
    approval: str,
    run_id: str | None = None,
    evaluation_uri: str | None = None,
) -> Entry:
    """The entry of a package that lies in its place.

    Args:
        package: Facts of it.
        bucket: Bucket of the packages.
        image: Container that serves it.
        approval: `Approved` or `PendingManualApproval`.
        run_id: Run of the pipeline that trained it; None when a person made it.
        evaluation_uri: S3 URI of `evaluation.json`; None when it lies in the package alone.

    Raises:
        ValueError: The registry does not take the name of a metric.
    """
    refused = [name for name in package.metrics if len(name) > LONGEST_NAME or not NAME.fullmatch(name)]
    if refused:
        raise ValueError(
            f"metric {refused[0][:LONGEST_NAME]!r} has a name that the registry does not take; accepted: 1 to "
            f"{LONGEST_NAME} letters, digits, spaces or _.:/=+-@. Rename it and package the model again"
        )
    hashes = {"data_sha256": package.data_sha256, "code_sha256": package.code_sha256}
    measured = {name: f"{value:.6g}" for name, value in sorted(package.metrics.items())[:MAX_METRICS]}
    return Entry(
        model=package.model,
        version=package.version,
        image=image,
        package_uri=f"s3://{bucket}/{package_key(package.model, package.version)}",
        evaluation_uri=evaluation_uri,
        # What a package is goes last: no metric takes its place.
        properties={
            **measured,
            **{name: value for name, value in hashes.items() if value != NOT_TOLD},
            **({} if run_id is None else {RUN_PROPERTY: run_id}),
        },
        approval=approval,
    )


def failure_of(registered: Registered) -> str | None:
    """Why a registered version cannot be deployed, whoever approves it; None when it can."""
    if registered.status != FAILED:
        return None
    return f"model package {registered.arn} is {registered.status}; delete it in the registry, then register it again"
