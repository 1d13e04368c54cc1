"""Where the caches of models and of releases read from."""

import ctypes
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from domain.models import names
from domain.models.manifest import Manifest
from domain.models.release import Release, parse_release
from domain.training.features import FittedFeatures
from lambdas.clients.model_packages import ModelPackages, UnchangedError
from lambdas.models.cache import AbsentError, Found
from lambdas.models.rows import RowReader
from lambdas.models.session import OnnxModel, session_cost
from lambdas.packages.open import PackageRefused
from lambdas.packages.signature import Verifier
from lambdas.packages.stored import load_stored
from lambdas.telemetry import log

RELEASE_COST = 1024
"""Bytes of one release in memory, roughly: the bound of that cache is a bound of their number."""


class ModelKey(NamedTuple):
    """A version of a model."""

    model: str
    version: str


@dataclass(frozen=True)
class LoadedModel:
    """A model that is ready; `manifest` says what it was made of."""

    manifest: Manifest
    features: FittedFeatures
    rows: RowReader
    onnx: OnnxModel


class ReleaseSource:
    """Reads which version of a model is in service; keys are names of models."""

    def __init__(self, packages: ModelPackages) -> None:
        """Read through `packages`."""
        self._packages = packages

    def fetch(self, key: str, etag: str | None) -> Found[Release] | None:
        """Read a release, as `lambdas.models.cache.Source` says.

        Raises:
            ReleaseError: The document is not one.
        """
        try:
            found = self._packages.read(names.release_key(key), etag)
        except UnchangedError:
            return None
        if found is None:
            raise AbsentError(f"model {key} has no release")
        release = parse_release(found.data.decode("utf-8", "replace"))
        return Found(found.etag, RELEASE_COST, lambda: release)


class ModelSource:
    """Reads, verifies and loads packages.

    Args:
        packages: Where they lie.
        verifier: Asks the configured key; None when packages are not signed.
        max_bytes: Most bytes that a package may unpack to.
        loaded: Told of every load: whether it was one, and the seconds it took.
    """

    def __init__(
        self,
        packages: ModelPackages,
        verifier: Verifier | None,
        max_bytes: int,
        loaded: Callable[[bool, float], None],
    ) -> None:
        self._packages = packages
        self._verifier = verifier
        self._max_bytes = max_bytes
        self._loaded = loaded

    def fetch(self, key: ModelKey, etag: str | None) -> Found[LoadedModel] | None:
        """Read a package, as `lambdas.models.cache.Source` says.

        Raises:
            PackageRefused: It is damaged, tampered with, not signed, or needs a newer runtime.
        """
        begun = time.perf_counter()
        try:
            found = self._packages.read(names.package_key(*key), etag)
        except UnchangedError:
            return None
        if found is None:
            raise AbsentError(f"{names.package_key(*key)} is not there")
        try:
            package = load_stored(self._packages, found.data, *key, verifier=self._verifier, max_bytes=self._max_bytes)
        except PackageRefused:
            self._loaded(False, time.perf_counter() - begun)
            raise
        cost = session_cost(package.model)
        build = partial(self._build, key, package.manifest, package.features, [package.model], begun)
        return Found(found.etag, cost, build)

    def _build(
        self, key: ModelKey, manifest: Manifest, features: FittedFeatures, model: list[bytes], begun: float
    ) -> LoadedModel:
        """Make the session; `model` holds the file and is emptied, so that nobody keeps it beside the session."""
        try:
            onnx = OnnxModel(model.pop(), features)
        except BaseException:
            self._loaded(False, time.perf_counter() - begun)
            raise
        _return_freed_memory()
        seconds = time.perf_counter() - begun
        self._loaded(True, seconds)
        extra = {"model": key.model, "version": key.version, "seconds": round(seconds, 3)}
        log().info("model loaded", extra=extra)
        return LoadedModel(manifest, features, RowReader(features), onnx)


def _return_freed_memory() -> None:
    """Give back what unpacking and parsing needed: half of what a first load takes would stay with the process."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc; other C libraries do it themselves or not at all
    if trim is not None:
        trim(0)
