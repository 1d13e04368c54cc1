"""Puts the caches of a function together from its environment."""

import os
import sys
import time
from dataclasses import dataclass
from typing import Any

from domain.models.release import Release
from lambdas.clients.model_packages import ModelPackages
from lambdas.clients.package_verifier import PackageVerifier
from lambdas.models.cache import CacheLimits, RevalidatingCache
from lambdas.models.meter import Meter
from lambdas.models.object_reader import ObjectReader
from lambdas.models.predictor import Predictor
from lambdas.models.settings import ModelSettings
from lambdas.models.sources import LoadedModel, ModelKey, ModelSource, ReleaseSource

RELEASE_BYTES = 1024 * 1024
CONNECT_S, READ_S, ATTEMPTS = 1.0, 5.0, 3
"""S3 in the same Region answers in milliseconds, and a caller waits."""


@dataclass(frozen=True)
class Models:
    """What a function that predicts has.

    Attributes:
        packages: Packages and releases in S3.
        releases: Cache of releases.
        loaded: Cache of loaded models.
        predictor: Answers requests.
        meter: Writes metrics.
    """

    packages: ModelPackages
    releases: RevalidatingCache[str, Release]
    loaded: RevalidatingCache[ModelKey, LoadedModel]
    predictor: Predictor
    meter: Meter


class LaterClient:
    """A boto3 client for calls that a caller waits for, made by the first one: most environments never make one."""

    def __init__(self, service: str) -> None:
        """Stand for the client of `service`."""
        self._service = service

    def __getattr__(self, name: str) -> Any:
        """An operation of the client."""
        return getattr(self.made(), name)

    def made(self) -> Any:
        """Return the client; the process has one for each service."""
        from lambdas import sdk  # boto3 costs 25 MB and most of the time of a start

        return sdk.client(self._service, connect_timeout_s=CONNECT_S, read_timeout_s=READ_S, attempts=ATTEMPTS)


def compose(settings: ModelSettings, default_model: str = "") -> Models:
    """Make the caches; nothing is read yet."""
    storage = ObjectReader(os.environ, LaterClient("s3").made, timeout_s=READ_S, attempts=ATTEMPTS)
    packages = ModelPackages(storage, settings.bucket)
    key = settings.signing_key_arn
    verifier = PackageVerifier(LaterClient("kms"), key) if key else None
    service = os.environ.get("POWERTOOLS_SERVICE_NAME", "service_undefined")
    meter = Meter(service, settings.environment, _write, time.time)
    releases: RevalidatingCache[str, Release] = RevalidatingCache(
        ReleaseSource(packages), CacheLimits(RELEASE_BYTES, settings.revalidate_s), time.time
    )
    loaded: RevalidatingCache[ModelKey, LoadedModel] = RevalidatingCache(
        ModelSource(packages, verifier, settings.cache_bytes, meter.loaded),
        CacheLimits(settings.cache_bytes, settings.revalidate_s),
        time.time,
    )
    return Models(packages, releases, loaded, Predictor(releases, loaded, default_model), meter)


def _write(line: str) -> None:
    """One write for a line: the runtime, which puts its own standard output in place, sends each write at once."""
    sys.stdout.write(line)
