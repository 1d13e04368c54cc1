"""What a setting accepts, in words: one description for error messages and for the reference, docs/settings.md."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic.fields import FieldInfo

from components.settings.model import SettingsModel

Location = tuple[str | int, ...]
_KINDS = {int: "whole number", float: "number", str: "text", bool: "true or false"}


def accepted(field: FieldInfo) -> str:
    """What a field accepts, such as ``whole number, 1 to 200`` or ``one of none, create, existing``."""
    kind = _optional(field.annotation)[0]
    model = model_of(field)
    if model is not None:
        return "object with the keys " + ", ".join(model.model_fields)
    if typing.get_origin(kind) is typing.Literal:
        return "one of " + ", ".join(str(value) for value in typing.get_args(kind))
    items = item_model(field)
    if items is not None:
        return "list of objects with the keys " + ", ".join(items.model_fields)
    if typing.get_origin(kind) is tuple:
        return _list_of(typing.get_args(kind)[0])
    if typing.get_origin(kind) is dict:
        return "object of texts, at least one"
    return _KINDS[typing.cast(type, kind)] + _bounds(field)


def model_of(field: FieldInfo) -> type[SettingsModel] | None:
    """The model of a field that is a group of settings, or ``None`` for a single setting or a list."""
    return _model(_optional(field.annotation)[0])


def item_model(field: FieldInfo) -> type[SettingsModel] | None:
    """The model of the items of a field that is a list of groups, or ``None``."""
    kind = _optional(field.annotation)[0]
    return _model(typing.get_args(kind)[0]) if typing.get_origin(kind) is tuple else None


def _model(kind: Any) -> type[SettingsModel] | None:
    return kind if isinstance(kind, type) and issubclass(kind, SettingsModel) else None


def _list_of(kind: Any) -> str:
    if typing.get_origin(kind) is typing.Literal:
        return "list of " + ", ".join(str(value) for value in typing.get_args(kind))
    return "list of texts"


def _optional(annotation: Any) -> tuple[Any, bool]:
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        kinds = [kind for kind in typing.get_args(annotation) if kind is not type(None)]
        return kinds[0], True
    return annotation, False


def _bounds(field: FieldInfo) -> str:
    limits: dict[str, Any] = {}
    for rule in field.metadata:
        for name in ("ge", "gt", "le", "min_length", "max_length", "pattern"):
            value = getattr(rule, name, None)
            if value is not None:
                limits[name] = value
    if "pattern" in limits:
        return f" like {(field.examples or [limits['pattern']])[0]}"
    if "max_length" in limits:
        return f" of {limits.get('min_length', 0)} to {limits['max_length']} characters"
    if "gt" in limits:
        return f", above {_plain(limits['gt'])}, at most {_plain(limits['le'])}"
    return f", {_plain(limits['ge'])} to {_plain(limits['le'])}" if "ge" in limits else ""


def _plain(number: float) -> str:
    return f"{number:g}" if isinstance(number, float) else str(number)


def rows(model: type[SettingsModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every single setting below ``model``: its dotted path and its field, in order of declaration.

    A group that is absent by default is one setting: all of it is given, or nothing.
    """
    for name, field in model.model_fields.items():
        inner, items = model_of(field), item_model(field)
        if inner is not None and field.get_default() is not None:
            yield from rows(inner, f"{prefix}{name}.")
        elif items is not None:
            yield from rows(items, f"{prefix}{name}[].")
        else:
            yield f"{prefix}{name}", field


def field_at(model: type[SettingsModel], location: Location) -> FieldInfo | None:
    """The field that a location leads to, or into; ``None`` when a key on the way does not exist."""
    current: type[SettingsModel] | None = model
    found: FieldInfo | None = None
    for part in location:
        if isinstance(part, int):
            continue  # a position in a list: the next key is one of its items'
        if current is None:
            return found
        found = current.model_fields.get(str(part))
        if found is None:
            return None
        current = model_of(found) or item_model(found)
    return found


def default_text(field: FieldInfo) -> str:
    """The default as one writes it in YAML flow style; ``unset`` for none, ``required`` where the group needs it."""
    return "required" if field.is_required() else yaml_text(field.get_default())


def yaml_text(value: Any) -> str:
    """A plain value in YAML flow style."""
    if value is None:
        return "unset"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(yaml_text(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {yaml_text(item)}" for key, item in value.items()) + "}"
    return _plain(value) if isinstance(value, float) else str(value)


def reference(model: type[SettingsModel]) -> str:
    """Every setting below ``model``, a table for each group at its top: the page that people look settings up in."""
    groups = {name: field for name, field in model.model_fields.items() if model_of(field) is not None}
    single = [(name, field) for name, field in model.model_fields.items() if name not in groups]
    parts = [f"## The stack\n\n{_table(single)}"]
    for name, field in groups.items():
        inner = model_of(field)
        if inner is not None:
            parts.append(f"## `{name}`\n\n{field.description}\n\n{_table(rows(inner, f'{name}.'))}")
    return "\n".join(parts)


def markdown_table(model: type[SettingsModel]) -> str:
    """The table of every setting below ``model``: key, what is accepted, default, meaning."""
    return _table(rows(model))


def _table(found: Iterable[tuple[str, FieldInfo]]) -> str:
    lines = ["| setting | accepted | default | meaning |", "| --- | --- | --- | --- |"]
    for path, field in found:
        cells = (f"`{path}`", accepted(field).replace("|", "\\|"), f"`{default_text(field)}`", field.description or "")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
