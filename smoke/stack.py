"""The stack that is asked: what its file wants, and what its outputs say is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.deployed import outputs_of
from advisor.errors import InputError
from advisor.stack.settings import read_stack_settings
from components.settings import Settings


@dataclass(frozen=True)
class Stack:
    """A deployed stack.

    Attributes:
        name: Its name.
        settings: What its file wants.
        outputs: What it says of itself.
        region: Its Region.
        project: Folder of the stack's file, and of what that names.
    """

    name: str
    settings: Settings
    outputs: Mapping[str, Any]
    region: str | None
    project: Path

    def text(self, output: str) -> str | None:
        """An output that is a text, or ``None``."""
        found = self.outputs.get(output)
        return found if isinstance(found, str) and found else None

    def names(self, output: str) -> Mapping[str, str]:
        """An output that is a mapping of texts; empty when it is none."""
        found = self.outputs.get(output)
        if not isinstance(found, Mapping):
            return {}
        return {str(key): value for key, value in found.items() if isinstance(value, str) and value}

    def account(self) -> str | None:
        """The account that it is in, from an ARN of its outputs; ``None`` when none names one."""
        return next((parts[4] for parts in _arns(self.outputs) if parts[4]), None)


def read_stack(name: str, outputs: Path | None, project: Path) -> Stack:
    """Read a stack's settings and outputs.

    Args:
        name: Of the stack, hence of its file.
        outputs: What ``pulumi stack output --json`` printed; Pulumi is asked without it.
        project: Folder of the stack's file.

    Raises:
        InputError: There is no such stack, every theme is off, or nothing is deployed.
    """
    wanted = read_stack_settings(name, project)
    if not wanted.settings.any_theme_enabled:
        raise InputError(f"every theme of stack {name} is off, so there is nothing to ask; turn one on and deploy it")
    found = outputs_of(name, outputs)
    if not found:
        where = str(outputs) if outputs is not None else f"stack {name}"
        raise InputError(f"{where} has no outputs, so nothing is deployed: run `pulumi up --stack {name}` first")
    region = next((parts[3] for parts in _own_arns(found)), None) or wanted.region
    return Stack(name, wanted.settings, found, region, project)


def _own_arns(outputs: Mapping[str, Any]) -> Iterator[list[str]]:
    """ARNs of what is always in the stack's own Region."""
    chosen = {name: outputs.get(name) for name in ("alarmTopicArn", "keyArn")}
    return (parts for parts in _arns(chosen) if parts[3])


def _arns(outputs: Mapping[str, Any]) -> Iterator[list[str]]:
    for value in outputs.values():
        parts = value.split(":") if isinstance(value, str) else []
        if len(parts) > 5 and parts[0] == "arn":
            yield parts
