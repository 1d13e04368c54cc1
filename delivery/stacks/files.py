"""The stack files against the settings, without an engine: a wrong value is found in a second, and not in a preview."""

from __future__ import annotations

from pathlib import Path

import pulumi
import yaml

from components import settings
from delivery.gate.steps import ROOT


def file_problems(root: Path = ROOT) -> list[str]:
    """What is wrong with each stack file of a folder; a file that cannot be read is a problem too."""
    files = sorted(root.glob("Pulumi.*.yaml"))
    if not files:
        return [f"{root} has no stack files: Pulumi.STACK.yaml"]
    return [problem for file in files if (problem := _problem(file))]


def _problem(file: Path) -> str:
    stack = file.name.split(".")[1]
    try:
        config = yaml.safe_load(file.read_text(encoding="utf-8"))["config"]
        prefix = f"{settings.NAMESPACE}:"
        raw = {key.removeprefix(prefix): one for key, one in config.items() if key.startswith(prefix)}
        secret = frozenset(name for name, one in raw.items() if isinstance(one, dict) and "secure" in one)
        settings.parse({name: one for name, one in raw.items() if name not in secret}, stack=stack)
    except pulumi.RunError as error:
        return f"{file.name}: {error}"
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        return f"{file.name}: cannot be read as a stack file with `config:`: {error}"
    return ""
