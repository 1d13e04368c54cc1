"""The component's inputs as settings: names in snake_case, whole numbers, files found from the caller's folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pulumi
from pulumi.errors import InputPropertiesError
from pulumi.runtime import known_types

from components.host.names import in_words_of_the_component, input_name
from components.settings import Settings
from components.settings.describe import item_model, model_of
from components.settings.model import SettingsModel
from components.settings.problems import Problem
from components.settings.reading import checked

FILES: Final = (
    ("inference", "model", "archive"),
    ("switching", "probe", "file"),
    ("resilience", "canary", "file"),
)
"""Settings that name a file of the caller. `cost.schedules.holidays_file` names one of the package, such as
`holidays/japan.ics`; days of your own go into `cost.schedules.holidays`."""


def settings_of(inputs: Mapping[str, Any], name: str, folder: Path) -> Settings:
    """Check the inputs of a component.

    Args:
        inputs: As the engine hands them over.
        name: Of the component, for the message.
        folder: Of the caller's program; the files that it names are found from here.

    Raises:
        InputPropertiesError: With every problem and the input that it is about.
    """
    waiting = sorted(_waiting(inputs, ""))
    if waiting:
        raise _refused(name, [(path, "waits for another resource; accepted: a plain value") for path in waiting])
    settings, problems = checked(_below(found_files(_named(inputs, Settings), folder)))
    if settings is None or problems:
        raise _refused(name, [_told(problem) for problem in problems])
    return settings


def found_files(raw: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The settings with the caller's files by their whole paths."""
    changed = {key: dict(value) if isinstance(value, Mapping) else value for key, value in raw.items()}
    for theme, group, key in FILES:
        holder = changed.get(theme)
        inner = holder.get(group) if isinstance(holder, dict) else None
        if isinstance(holder, dict) and isinstance(inner, Mapping) and isinstance(inner.get(key), str):
            holder[group] = {**inner, key: str(folder / inner[key])}
    return changed


def _told(problem: Problem) -> tuple[str, str]:
    return (
        in_words_of_the_component(problem.path, Settings),
        in_words_of_the_component(problem.message.lstrip(": "), Settings),
    )


def _refused(name: str, problems: list[tuple[str, str]]) -> InputPropertiesError:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return InputPropertiesError(
        f"InferencePlatform {name!r}: {count}",
        [{"property_path": path, "reason": reason} for path, reason in problems],
    )


def _waiting(value: Any, path: str) -> Iterator[str]:
    """Paths of values that are not there yet, or only as an output (a secret is one, too)."""
    if isinstance(value, pulumi.Output) or known_types.is_unknown(value):
        yield path
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _waiting(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from _waiting(inner, f"{path}[{index}]")


def _named(inputs: Any, model: type[SettingsModel]) -> Any:
    """A group of inputs under the names of its settings; what is no input of it keeps its name, and is refused."""
    if not isinstance(inputs, Mapping):
        return inputs
    settings = {input_name(name): (name, field) for name, field in model.model_fields.items()}
    named: dict[str, Any] = {}
    for key, value in inputs.items():
        name, field = settings.get(str(key), (str(key), None))
        inner = None if field is None else model_of(field)
        items = None if field is None else item_model(field)
        if inner is not None:
            named[name] = _named(value, inner)
        elif items is not None and isinstance(value, (list, tuple)):
            named[name] = [_named(one, items) for one in value]
        else:
            named[name] = value
    return named


def _below(value: Any) -> Any:
    """Plain values. The protocol has one kind of number, a float; a whole one is an integer to the settings' check."""
    if isinstance(value, Mapping):
        return {str(key): _below(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_below(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
