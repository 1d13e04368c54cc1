"""Packages in their bucket, for people: found, listed, stored once."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from advisor.errors import InputError
from advisor.model.place import SIGNING_KEY_OUTPUT, Place
from domain.models.names import MODELS, package_key, signature_key
from lambdas.clients.package_signer import PackageSigner
from lambdas.clients.package_store import ARCHIVE_TYPE, JSON_TYPE, PackageStore
from lambdas.clients.package_verifier import PackageVerifier
from lambdas.packages.open import Package
from lambdas.packages.signature import load_package
from lambdas.packages.size import MAX_PACKAGE_BYTES

LARGEST_DOCUMENT: Final = 1024**2


def store_of(place: Place) -> PackageStore:
    """The store of a place."""
    return PackageStore(place.client("s3"), place.packages)


def checked_package(place: Place, model: str, version: str) -> tuple[bytes, Package]:
    """A package that was uploaded, its bytes first; verified where the stack signs.

    Raises:
        InputError: There is none.
        PackageRefused: It is not what was built and signed.
    """
    store, key = store_of(place), package_key(model, version)
    found = store.read(key, MAX_PACKAGE_BYTES)
    if found is None:
        raise InputError(f"{store.uri(key)} is not there; `model upload` stores a package, `model list` shows them")
    signing_key = place.output(SIGNING_KEY_OUTPUT)
    signature = store.read(signature_key(model, version), LARGEST_DOCUMENT) if signing_key else None
    package = load_package(
        found.data,
        model=model,
        version=version,
        signature=signature.data if signature else None,
        verifier=PackageVerifier(place.client("kms"), signing_key) if signing_key else None,
    )
    return found.data, package


def is_stored(place: Place, package: Package) -> bool:
    """Whether this very package lies under its version already.

    Raises:
        InputError: Another package does.
    """
    store, key = store_of(place), package_key(package.manifest.model, package.manifest.version)
    there = store.read(key, MAX_PACKAGE_BYTES)
    if there is None:
        return False
    if hashlib.sha256(there.data).hexdigest() != package.sha256:
        raise InputError(
            f"{store.uri(key)} is another package; a version is written once: package it under a new --version"
        )
    return True


def store_package(place: Place, data: bytes, package: Package, signing_key: str | None) -> str:
    """Store a package once, and its signature; the same package again changes nothing.

    Returns:
        What was done.

    Raises:
        InputError: Another package lies under that version.
    """
    store = store_of(place)
    model, version = package.manifest.model, package.manifest.version
    key = package_key(model, version)
    fresh = store.write(key, data, ARCHIVE_TYPE, over=None)
    if not fresh and not is_stored(place, package):
        raise InputError(f"{store.uri(key)} was deleted at this moment; upload it again")
    if signing_key is None:
        return "stored, not signed" if fresh else "was there already"
    sign = signature_key(model, version)
    if not fresh and store.read(sign, LARGEST_DOCUMENT) is not None:
        return "was there already, with its signature"
    signature = PackageSigner(place.client("kms"), signing_key).sign(package.sha256)
    store.put(sign, signature.to_json().encode(), JSON_TYPE)
    return "stored and signed" if fresh else "was there already, now signed"


def stored_versions(client: Any, bucket: str, model: str | None) -> list[tuple[str, str]]:
    """Model and version of every package, the newest last.

    Args:
        client: S3.
        bucket: Bucket of the packages.
        model: Only of this one; of all when None.
    """
    prefix = MODELS if model is None else f"{MODELS}{model}/"
    found = []
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for item in page.get("Contents", ()):
            parts = item["Key"].removeprefix(MODELS).split("/")
            if len(parts) == 3 and parts[2] == "model.tar.gz":
                found.append((item["LastModified"], parts[0], parts[1]))
    return [(name, version) for _, name, version in sorted(found)]
