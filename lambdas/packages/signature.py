"""Whether a package is the one that the stack's key signed, asked before anything of it is unpacked."""

from __future__ import annotations

import hashlib
from typing import Protocol

from domain.models.signature import SignatureError, parse_signature
from lambdas.packages.open import Package, PackageRefused, open_package
from lambdas.packages.size import MAX_PACKAGE_BYTES


class Verifier(Protocol):
    """Asks the configured key: `lambdas.clients.package_verifier.PackageVerifier`."""

    def verify(self, digest_sha256: str, signature: bytes) -> bool:
        """Whether the key signed this digest (64 hexadecimal digits)."""


def check_signature(data: bytes, document: bytes | None, verifier: Verifier, *, name: str) -> None:
    """Refuse a package that the configured key did not sign.

    Args:
        data: The whole file.
        document: Its detached signature; None when there is none.
        verifier: Asks the configured key. The key that the document names is not asked.
        name: How errors call the package.

    Raises:
        PackageRefused: There is no signature, it is of another file, or of another key.
    """
    if not document:
        raise PackageRefused(name, ["it is not signed, and this stack loads signed packages only; upload it again"])
    try:
        signature = parse_signature(document)
    except SignatureError as error:
        raise PackageRefused(name, [f"its signature cannot be read: {error}"]) from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != signature.digest_sha256:
        raise PackageRefused(name, ["its bytes are not those that were signed: it was changed, or cut short"])
    if not verifier.verify(digest, signature.value):
        raise PackageRefused(name, ["its signature is not of the key that this stack verifies with"])


def load_package(
    data: bytes,
    *,
    model: str,
    version: str,
    signature: bytes | None = None,
    verifier: Verifier | None = None,
    max_bytes: int = MAX_PACKAGE_BYTES,
) -> Package:
    """Open the package of one version, as every function of the platform does it.

    Args:
        data: The whole file.
        model: The model that was asked for.
        version: The version that was asked for. A signed package under another version's key is not that version.
        signature: The detached signature; None when there is none.
        verifier: Asks the configured key; None when the stack configures none.
        max_bytes: Most bytes that it may unpack to.

    Raises:
        PackageRefused: With every problem that was found.
    """
    name = f"{model} {version}"
    if verifier is not None:
        check_signature(data, signature, verifier, name=name)
    package = open_package(data, name=name, max_bytes=max_bytes)
    found = (package.manifest.model, package.manifest.version)
    if found != (model, version):
        raise PackageRefused(
            name, [f"it is {found[0]} {found[1]}, under the key of {name}; upload it where it belongs"]
        )
    return package
