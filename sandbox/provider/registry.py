"""Every resource type that this provider knows; a service's module is imported when one of its types is used."""

from __future__ import annotations

import importlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from sandbox.provider.catalog import suggestion
from sandbox.provider.errors import ProviderError
from sandbox.provider.resource import Resource

_FOLDER: Final = Path(__file__).parent / "resources"
# The package's module -> ours, where the name is a keyword or two modules describe one service.
_MODULES: Final = {"lambda": "lambda_", "vpc": "ec2"}


class UnknownTypeError(ProviderError):
    """The program uses a type that this provider can't make."""


@lru_cache(maxsize=1)
def service_modules() -> tuple[str, ...]:
    """The names of the modules in `resources/`."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.py") if not path.stem.startswith("_")))


@lru_cache(maxsize=64)
def _types_of(module: str) -> dict[str, Resource]:
    loaded = importlib.import_module(f"sandbox.provider.resources.{module}")
    return {kind.type_name: kind() for kind in loaded.RESOURCES}


def tokens() -> tuple[str, ...]:
    """Every type this provider knows."""
    return tuple(sorted(token for module in service_modules() for token in _types_of(module)))


def resource(token: str) -> Resource:
    """The type `token`.

    Raises:
        UnknownTypeError: There is none; the message names the close ones.
    """
    package_module = token.removeprefix("aws:").split("/", 1)[0]
    module = _MODULES.get(package_module, package_module)
    found = _types_of(module).get(token) if module in service_modules() else None
    if found is None:
        known = tokens()
        near = suggestion(token, known)
        raise UnknownTypeError(
            f"{token} is not supported by the AWS provider of this machine{near}. It supports: {', '.join(known)}. "
            "Add the type in sandbox/provider/resources, or deploy with the official plugin"
        )
    return found
