"""Packs, signs and registers one version, in steps that may each be the last one before a crash.

Order: package, signature, registry, reference, claim. The registry comes after the package and its signature, so a
registered version is always whole; a retry finds what is registered first and never makes a second one. A package that
is there but not registered is the rest of an attempt that ended in between: nobody serves it, and it is replaced.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final, Protocol

from domain.models.names import package_key, signature_key
from domain.models.signature import Signature
from domain.training.layout import RunPlaces, reference_key
from lambdas.clients.model_registry import APPROVED, PENDING, Entry, ModelRegistry
from lambdas.clients.package_store import ARCHIVE_TYPE, JSON_TYPE, PackageStore
from lambdas.packages.build import PackageParts, build_package
from lambdas.packages.open import PackageRefused
from lambdas.packages.registration import failure_of, registry_entry
from lambdas.pipeline.errors import PackageNotMade
from lambdas.register_model.parts import Collected, collect
from lambdas.register_model.request import Request
from lambdas.register_model.settings import Approval, Settings
from lambdas.telemetry import log

MAX_SIGNATURE_BYTES: Final = 64 * 1024


class Signer(Protocol):
    """Signs digests: `lambdas.clients.package_signer.PackageSigner`."""

    def sign(self, digest_sha256: str) -> Signature:
        """Sign a digest (64 hexadecimal digits)."""


class Claims(Protocol):
    """Ends the claim of a run: `lambdas.clients.training_claims.TrainingClaims`."""

    def complete(self, run_id: str, attempt: int) -> bool:
        """Say that a run is complete."""


@dataclass(frozen=True)
class Registration:
    """What registers models.

    Attributes:
        store: The run bucket.
        registry: The model package group.
        signer: Signs packages; None when they are not signed.
        claims: The claims on runs.
        settings: What the stack decided.
        handler: Source of `code/inference.py`.
    """

    store: PackageStore
    registry: ModelRegistry
    signer: Signer | None
    claims: Claims
    settings: Settings
    handler: bytes

    def __call__(self, request: Request) -> dict[str, Any]:
        """Register the model of a run.

        Returns:
            `{"model_package_arn", "version", "package_key", "approved"}`.

        Raises:
            PackageNotMade: The package would not be opened, the registry refused the version, or somebody else writes
                the same package at the same time.
        """
        key = package_key(request.model, request.version)
        collected = collect(
            self.store,
            request,
            handler=self.handler,
            code_sha256=self.settings.code_sha256,
            max_bytes=self.settings.max_package_bytes,
        )
        registered = self.registry.find(request.model, request.version)
        if registered is None:
            entry = self._entry(request, collected.parts)
            self._write(key, self._build(collected.parts), request)
            registered = self.registry.create(entry)
        failure = failure_of(registered)
        if failure is not None:
            raise PackageNotMade(failure)
        self._accept(request, collected)
        return {
            "model_package_arn": registered.arn,
            "version": request.version,
            "package_key": key,
            "approved": registered.approved,
        }

    def _build(self, parts: PackageParts) -> bytes:
        try:
            return build_package(parts, max_bytes=self.settings.max_package_bytes)
        except PackageRefused as error:
            raise PackageNotMade(str(error)) from error

    def _write(self, key: str, data: bytes, request: Request) -> None:
        self._replace(key, data, ARCHIVE_TYPE, len(data) + 1)
        if self.signer is not None:
            # Signatures of the same bytes differ; any of them is valid.
            signature = self.signer.sign(hashlib.sha256(data).hexdigest()).to_json().encode()
            self._replace(signature_key(request.model, request.version), signature, JSON_TYPE, MAX_SIGNATURE_BYTES)

    def _replace(self, key: str, data: bytes, content_type: str, max_bytes: int) -> None:
        """Write an object once; what is there already is replaced only while nobody else writes."""
        if self.store.write(key, data, content_type, over=None):
            return
        there = self.store.read(key, max(max_bytes, self.settings.max_package_bytes))
        if there is not None and there.data == data:
            return
        if there is None or not self.store.write(key, data, content_type, over=there.etag):
            raise PackageNotMade(f"{self.store.uri(key)} is being written by another execution; run this step again")

    def _entry(self, request: Request, parts: PackageParts) -> Entry:
        return registry_entry(
            parts,
            bucket=self.settings.run_bucket,
            image=self.settings.image_uri,
            approval=APPROVED if self.settings.approval is Approval.AUTOMATIC else PENDING,
            run_id=request.run_id,
            evaluation_uri=self.store.uri(RunPlaces(request.run_id).evaluation),
        )

    def _accept(self, request: Request, collected: Collected) -> None:
        """The data of this run is what later data is compared with, and nobody needs to train on it again."""
        self.store.put(reference_key(request.model), collected.profile, JSON_TYPE)
        if not self.claims.complete(request.run_id, request.attempt):
            log().warning("a later attempt holds the run", extra={"run_id": request.run_id, "attempt": request.attempt})
