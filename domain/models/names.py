"""Names of models and versions, and where packages lie. What does not match is refused before it is part of a key."""

from __future__ import annotations

import re
from typing import Final

MODELS: Final = "models/"
DEPLOYMENTS: Final = "deployments/"
PACKAGE_OBJECTS: Final = ("model.tar.gz", "model.tar.gz.sig.json")
"""The package, and its detached signature."""

MODEL_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,30}[a-z0-9]")
"""2 to 32 characters: it is part of the names of jobs, models and endpoints (at most 63)."""

VERSION: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")


def checked_model(name: str) -> str:
    """The name of a model.

    Raises:
        ValueError: It is not 2 to 32 lower-case letters, digits and hyphens that start with a letter.
    """
    if not MODEL_NAME.fullmatch(name):
        raise ValueError(
            f"model is {name[:64]!r}; accepted: 2 to 32 lower-case letters, digits and hyphens, the first a letter"
        )
    return name


def checked_version(version: str) -> str:
    """A version of a model.

    Raises:
        ValueError: It is not 1 to 63 lower-case letters, digits, dots and hyphens, or it has two dots in a row.
    """
    if not VERSION.fullmatch(version) or ".." in version:
        raise ValueError(
            f"version is {version[:64]!r}; accepted: 1 to 63 lower-case letters, digits, single dots and hyphens"
        )
    return version


def package_key(model: str, version: str) -> str:
    """Key of a package.

    Raises:
        ValueError: A name that is not accepted; so no request can leave its prefix.
    """
    return f"{MODELS}{checked_model(model)}/{checked_version(version)}/{PACKAGE_OBJECTS[0]}"


def signature_key(model: str, version: str) -> str:
    """Key of a package's detached signature."""
    return f"{MODELS}{checked_model(model)}/{checked_version(version)}/{PACKAGE_OBJECTS[1]}"


def release_key(model: str) -> str:
    """Key of the document that says which version the HTTP API serves."""
    return f"{MODELS}{checked_model(model)}/release.json"


def deployment_key(model: str, deployment_id: str) -> str:
    """Key of the record of a deployment."""
    return f"{DEPLOYMENTS}{checked_model(model)}/{deployment_id}.json"


def current_deployment_key(model: str) -> str:
    """Key of the document that names the deployment in service and the one before."""
    return f"{DEPLOYMENTS}{checked_model(model)}/current.json"
