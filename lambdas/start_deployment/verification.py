"""Whether an approved package is still the one that was registered, asked before anything is made of it.

SageMaker reads the file itself, once it makes the endpoint and again whenever it starts another instance, and the
container runs what is in it. So the container is told the SHA-256 of the manifest that was verified here, and starts
nothing else: what is changed later does not start either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.models.manifest import MANIFEST_VARIABLE
from domain.models.names import package_key
from domain.rollouts.record import Source
from lambdas.clients.model_packages import ModelPackages
from lambdas.errors import ObjectTooLargeError
from lambdas.packages.open import PackageRefused
from lambdas.packages.signature import Verifier
from lambdas.packages.stored import load_stored


@dataclass(frozen=True)
class Verification:
    """Verifies packages.

    Attributes:
        packages: Where they lie.
        verifier: Asks the configured key; None when the stack signs none.
        max_bytes: Most bytes that a package may have, packed or not.
    """

    packages: ModelPackages
    verifier: Verifier | None
    max_bytes: int

    def __call__(self, source: Source) -> Source:
        """The source with what its container is told of the manifest.

        Raises:
            PackageRefused: It lies elsewhere, is not there, not signed, changed, not the version it is said to be, or
                too large for this function.
        """
        model, version = source.model, source.version
        name, key = f"{model} {version}", package_key(model, version)
        place = f"s3://{self.packages.bucket}/{key}"
        if source.data_url != place:
            raise PackageRefused(name, [f"{source.package_arn} lies at {source.data_url}; accepted: {place}"])
        try:
            found = self.packages.read(key, max_bytes=self.max_bytes)
        except ObjectTooLargeError as error:
            raise PackageRefused(name, [f"{error}: raise training.functions.memory_mb"]) from error
        if found is None:
            raise PackageRefused(name, [f"{place} is not there; restore it, or register the version again"])
        package = load_stored(
            self.packages, found.data, model, version, verifier=self.verifier, max_bytes=self.max_bytes
        )
        return replace(source, environment={**source.environment, MANIFEST_VARIABLE: package.manifest_sha256})
