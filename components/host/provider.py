"""The provider that the engine talks to: the schema, and the construction of a component."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pulumi
from pulumi.provider import ConstructResult, Provider

from components.host.component import InferencePlatform
from components.host.inputs import settings_of
from components.host.schema import COMPONENT, package_schema


class PlatformProvider(Provider):
    """Serves one component.

    Args:
        version: Of the package.
        package: Folder of the package's code and layers.
        caller: Folder of the program that asks.
        today: What day it is.
    """

    def __init__(self, version: str, package: Path, caller: Path, today: Callable[[], date]) -> None:
        super().__init__(version, json.dumps(package_schema(version)))
        self._package = package
        self._caller = caller
        self._today = today

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: Mapping[str, Any],
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Builds the component.

        Raises:
            ValueError: The package has no component of this type.
            InputPropertiesError: An input is refused.
        """
        if resource_type != COMPONENT:
            raise ValueError(f"resource type {resource_type!r} is not accepted; accepted: {COMPONENT}")
        settings = settings_of(inputs, name, self._caller)
        made = InferencePlatform(name, settings, self._package, self._caller, self._today(), options)
        return ConstructResult(made.urn, made.outputs)
