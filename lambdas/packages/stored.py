"""The package of one version with its signature beside it, as every function reads it."""

from domain.models.names import signature_key
from lambdas.clients.model_packages import ModelPackages
from lambdas.packages.open import Package
from lambdas.packages.signature import Verifier, load_package


def load_stored(
    packages: ModelPackages, data: bytes, model: str, version: str, *, verifier: Verifier | None, max_bytes: int
) -> Package:
    """Open what was read of a version; where a key is configured, only with the signature that lies beside it.

    Args:
        packages: Where it was read.
        data: The whole file.
        model: Its model.
        version: Its version.
        verifier: Asks the configured key; None when packages are not signed: then no signature is read.
        max_bytes: Most bytes that it may unpack to.

    Raises:
        PackageRefused: With every problem that was found.
    """
    signature = packages.read(signature_key(model, version)) if verifier is not None else None
    return load_package(
        data,
        model=model,
        version=version,
        signature=None if signature is None else signature.data,
        verifier=verifier,
        max_bytes=max_bytes,
    )
