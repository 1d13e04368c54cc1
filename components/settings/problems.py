"""How a refused setting is told: file, path, value, what is accepted, a suggestion, and the command that fixes it."""

from __future__ import annotations

import difflib
import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.settings.describe import Location, accepted, field_at, model_of, yaml_text
from components.settings.stack import NAMESPACE, Settings

_ABSENT = object()
_LONGEST_VALUE = 80


@dataclass(frozen=True)
class Problem:
    """One refused setting.

    Attributes:
        path: Dotted path below the namespace.
        message: What is wrong, and what is accepted.
        fix: Command that puts it right.
    """

    path: str
    message: str
    fix: str

    def lines(self) -> str:
        """Two lines for the person who runs Pulumi."""
        return f"  {NAMESPACE}:{self.path}{self.message}\n    fix: {self.fix}"


def dotted(location: Sequence[str | int]) -> str:
    """Path as ``pulumi config set --path`` takes it.

    >>> dotted(("inference", "content_types", ".png"))
    'inference.content_types[".png"]'
    """
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part.replace("_", "").isalnum():
            path += f".{part}" if path else part
        else:
            path += f"[{json.dumps(part)}]"
    return path


def set_command(path: str, value: str) -> str:
    """Command that sets ``path``; ``value`` may be a placeholder."""
    if " " in value and not value.startswith("<"):
        below, value = value.split(" ", 1)
        path = f"{path}.{below}"
    return f"pulumi config set --path {_argument(f'{NAMESPACE}:{path}')} {value}"


def _argument(text: str) -> str:
    return shlex.quote(text)


def from_pydantic(error: Mapping[str, Any], raw: Mapping[str, Any], secret: frozenset[str]) -> Problem:
    """Turn one entry of ``ValidationError.errors()`` into a problem.

    Args:
        error: The entry.
        raw: The whole configuration, to show the refused value.
        secret: Top-level keys that hold a secret: their values are never shown.
    """
    location: Location = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        return unknown_key(location)
    if location and location[-1] == "[key]":
        location = location[:-1]
    field = field_at(Settings, location)
    value = value_at(raw, location)
    shown = "" if value is _ABSENT else f" = {_shown(value, location, secret)}"
    accepts = accepted(field) if field is not None else str(error["msg"])
    example = _example(field)
    verdict = "missing" if error["type"] == "missing" else "not accepted"
    return Problem(dotted(location), f"{shown}: {verdict}; accepted: {accepts}", set_command(dotted(location), example))


def unknown_key(location: Location) -> Problem:
    """A key that no model has."""
    parent = field_at(Settings, location[:-1])
    model = model_of(parent) if parent is not None else Settings
    known = list(model.model_fields) if model is not None else []
    close = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]!r}?" if close else f"accepted: {', '.join(known)}"
    path = dotted(location)
    return Problem(path, f": unknown key; {hint}", f"pulumi config rm --path {_argument(f'{NAMESPACE}:{path}')}")


def value_at(raw: Any, location: Location) -> Any:
    """The value at a location of the raw configuration, or a marker for none."""
    for part in location:
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            return _ABSENT
    return raw


def _shown(value: Any, location: Location, secret: frozenset[str]) -> str:
    if location and str(location[0]) in secret:
        return "(secret)"
    text = json.dumps(value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def _example(field: Any) -> str:
    default = field.get_default() if field is not None else None
    if default is None and field is not None and field.examples:
        return str(field.examples[0])
    single = isinstance(default, (bool, int, float, str)) and default != ""
    return yaml_text(default) if single else "<value>"


def render(stack: str, problems: Iterable[Problem]) -> str:
    """The whole message for one stack file."""
    found = list(problems)
    count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
    return "\n".join([f"Pulumi.{stack}.yaml: {count}", *(problem.lines() for problem in found)])
