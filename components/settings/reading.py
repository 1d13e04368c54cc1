"""Reading the configuration: the one place that touches Pulumi's, and the check that reports every problem at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi.runtime.config import CONFIG
from pydantic import ValidationError

from components.settings import problems
from components.settings.clash import Clash
from components.settings.describe import model_of
from components.settings.invariants import clashes
from components.settings.stack import NAMESPACE, Settings

_PREFIX = f"{NAMESPACE}:"

SettingsError = pulumi.RunError
"""What ``load`` and ``parse`` raise; the engine shows its text and no traceback."""


def load() -> Settings:
    """The settings of the selected stack.

    Raises:
        pulumi.RunError: When anything is refused: one message with every problem, its path and its fix.
    """
    config = pulumi.Config(NAMESPACE)
    keys = sorted(key.removeprefix(_PREFIX) for key in CONFIG.get() if key.startswith(_PREFIX))
    text = {key: config.require(key) for key in keys}
    secret = frozenset(key for key in keys if pulumi.runtime.config.is_config_secret(_PREFIX + key))
    return parse(raw_values(text), stack=pulumi.get_stack(), secret=secret)


def raw_values(text: Mapping[str, str]) -> dict[str, Any]:
    """Values as Pulumi hands them over (all text) as what they mean: groups are JSON objects, the rest is text."""
    values: dict[str, Any] = {}
    for key, value in text.items():
        field = Settings.model_fields.get(key)
        values[key] = value if field is None or model_of(field) is None else _object(value)
    return values


def _object(value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def parse(raw: Mapping[str, Any], *, stack: str, secret: frozenset[str] = frozenset()) -> Settings:
    """Check a configuration.

    Args:
        raw: Top-level keys below the namespace and their values.
        stack: Name of the stack, for the message.
        secret: Top-level keys whose values are never shown.

    Raises:
        pulumi.RunError: With every problem: those of single settings, then those of settings that clash.
    """
    settings, found = checked(raw, secret)
    if found or settings is None:
        raise pulumi.RunError(problems.render(stack, found))
    return settings


def checked(
    raw: Mapping[str, Any], secret: frozenset[str] = frozenset()
) -> tuple[Settings | None, Sequence[problems.Problem]]:
    """The settings of a configuration, and every problem of it: it is good when there is none.

    Args:
        raw: Top-level keys below the namespace and their values.
        secret: Top-level keys whose values are never shown.
    """
    refused: list[Mapping[str, Any]] = []
    settings = _validated(raw, refused)
    found = [problems.from_pydantic(error, raw, secret) for error in refused]
    if settings is None:
        settings = _validated(_without(raw, [tuple(error["loc"]) for error in refused]), [])
    bad = {problem.path for problem in found}
    judged = clashes(settings) if settings is not None else []
    return settings, [*found, *(_problem(clash) for clash in judged if not _touches(clash, bad))]


def _validated(raw: Mapping[str, Any], refused: list[Mapping[str, Any]]) -> Settings | None:
    try:
        return Settings.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        refused.extend(dict(entry) for entry in error.errors(include_url=False))
        return None


def _without(value: Any, locations: list[tuple[str | int, ...]]) -> Any:
    """A copy without what was refused, so that the rules over several settings can judge the rest.

    A list with a refused item is left out as a whole.
    """
    if isinstance(value, list):
        return [] if locations else value
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for key, item in value.items():
        below = [location[1:] for location in locations if location and location[0] == key]
        if () not in below:
            kept[key] = _without(item, below)
    return kept


def _touches(clash: Clash, bad: set[str]) -> bool:
    paths = (clash.path, *clash.involves)
    return any(
        path == other or other.startswith((f"{path}.", f"{path}[")) or path.startswith(f"{other}.")
        for path in paths
        for other in bad
    )


def _problem(clash: Clash) -> problems.Problem:
    return problems.Problem(
        clash.path, f" {clash.message}", problems.set_command(clash.path, clash.example or "<value>")
    )
