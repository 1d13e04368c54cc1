"""A stack's settings read from its file, without Pulumi: what the stack is meant to be, deployed or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from advisor.errors import InputError
from advisor.places import PROJECT
from components.settings import NAMESPACE, Settings, SettingsError, parse


@dataclass(frozen=True)
class StackSettings:
    """What a stack file says.

    Attributes:
        name: Name of the stack.
        region: AWS Region, or ``None`` when the file has none.
        settings: The checked settings.
        project: Folder of the file.
    """

    name: str
    region: str | None
    settings: Settings
    project: Path


class _TextDates(yaml.SafeLoader):
    """Reads a day as the text that it is in the file: settings are JSON, which has no days."""


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_stack_settings(name: str, project: Path = PROJECT) -> StackSettings:
    """Read ``Pulumi.<name>.yaml``.

    Raises:
        InputError: There is no such file, it is no YAML, or its settings are refused: the text has every problem.
    """
    path = project / f"Pulumi.{name}.yaml"
    try:
        document = _TextDates(path.read_text(encoding="utf-8")).get_single_data()
    except FileNotFoundError:
        known = ", ".join(sorted(one.name.split(".")[1] for one in project.glob("Pulumi.*.yaml"))) or "none"
        raise InputError(
            f"there is no stack {name}: {path.name} is not in {project.name}/; there are {known}"
        ) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{path.name} could not be read: {' '.join(str(error).split())}") from None
    config = document.get("config") if isinstance(document, Mapping) else None
    if not isinstance(config, Mapping):
        raise InputError(f"{path.name} has no config; accepted: a mapping of keys such as {NAMESPACE}:environment")
    return StackSettings(name, _region(config), _checked(config, name), project)


def _checked(config: Mapping[str, Any], name: str) -> Settings:
    prefix = f"{NAMESPACE}:"
    raw = {key.removeprefix(prefix): value for key, value in config.items() if str(key).startswith(prefix)}
    try:
        return parse(raw, stack=name)
    except SettingsError as error:
        raise InputError(str(error)) from None


def _region(config: Mapping[str, Any]) -> str | None:
    region = config.get("aws:region")
    return None if region is None else str(region)
