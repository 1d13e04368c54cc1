"""The package's schema, made of the settings' models: every group a type, every choice an enumeration.

https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any

from pydantic.fields import FieldInfo

from components.host.names import in_words_of_the_component, input_name, type_name
from components.host.outputs import OUTPUTS
from components.settings import NAMESPACE, Settings
from components.settings.describe import accepted, default_text, item_model, model_of
from components.settings.model import SettingsModel

COMPONENT = f"{NAMESPACE}:index:InferencePlatform"
"""Type token of the component."""

_PRIMITIVES = {bool: "boolean", int: "integer", float: "number", str: "string"}
_ANY = {"$ref": "pulumi.json#/Any"}
_ABOUT = (
    "Serverless ML inference on AWS with cost control, guardrails, a training pipeline and disaster recovery. The "
    "inputs are the settings of a stack file; everything is off by default, and free while it is off. Each input is a "
    "plain value: it decides what is created, so it cannot wait for another resource."
)

Spec = dict[str, Any]


def package_schema(version: str) -> Spec:
    """The schema that the engine and the code generators ask for.

    Args:
        version: Of the package, such as ``0.1.0``.
    """
    found: dict[str, Spec] = {}
    properties, required = _properties(Settings, (), found)
    return {
        "name": NAMESPACE,
        "version": version,
        "description": _ABOUT,
        "keywords": ["category/infrastructure", "kind/component", "aws", "machine-learning"],
        "license": "Apache-2.0",
        "types": dict(sorted(found.items())),
        "resources": {
            COMPONENT: {
                "description": _ABOUT,
                "isComponent": True,
                "inputProperties": properties,
                "requiredInputs": required,
                "properties": output_properties(),
                "required": [],
            }
        },
        "language": {name: {"respectSchemaVersion": True} for name in ("nodejs", "python", "go", "csharp")},
    }


def output_properties() -> dict[str, Spec]:
    """The outputs: those of a stack, each there when its theme is on."""
    shapes: Mapping[str, Spec] = {
        "text": {"type": "string"},
        "list": {"type": "array", "items": {"type": "string"}},
        "map": {"type": "object", "additionalProperties": {"type": "string"}},
        "any": _ANY,
    }
    return {name: {**shapes[shape], "description": about} for name, (shape, about) in OUTPUTS.items()}


def _properties(
    model: type[SettingsModel], path: tuple[str, ...], found: dict[str, Spec]
) -> tuple[dict[str, Spec], list[str]]:
    properties: dict[str, Spec] = {}
    required: list[str] = []
    for name, field in model.model_fields.items():
        properties[input_name(name)] = {
            **_plain(_shape(field, (*path, name), found)),
            "description": _description(field),
        }
        if field.is_required():
            required.append(input_name(name))
    return properties, required


def _description(field: FieldInfo) -> str:
    """Meaning, what is accepted, and the default: the default itself stays in one place, the program."""
    about = in_words_of_the_component(field.description or "", Settings)
    if model_of(field) is not None or item_model(field) is not None:
        return about
    default = "" if field.is_required() else f" Default: {default_text(field)}."
    return f"{about} Accepted: {accepted(field)}.{default}"


def _shape(field: FieldInfo, path: tuple[str, ...], found: dict[str, Spec]) -> Spec:
    model, items = model_of(field), item_model(field)
    if model is not None:
        return _group(model, path, found)
    if items is not None:
        return {"type": "array", "items": _plain(_group(items, path, found))}
    return _single(_without_none(field.annotation), path, found)


def _group(model: type[SettingsModel], path: tuple[str, ...], found: dict[str, Spec]) -> Spec:
    token = f"{NAMESPACE}:index:{type_name(path)}"
    properties, required = _properties(model, path, found)
    found[token] = {
        "type": "object",
        "description": " ".join((model.__doc__ or "").split()),
        "properties": properties,
        "required": required,
    }
    return {"$ref": f"#/types/{token}"}


def _single(kind: Any, path: tuple[str, ...], found: dict[str, Spec]) -> Spec:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return {"type": "array", "items": _plain(_single(arguments[0], path, found))}
    if origin is dict:
        return {"type": "object", "additionalProperties": _plain(_single(arguments[1], path, found))}
    if origin is typing.Literal:
        return _choice(arguments, path, found)
    return {"type": _PRIMITIVES[kind]}


def _choice(values: tuple[Any, ...], path: tuple[str, ...], found: dict[str, Spec]) -> Spec:
    """Texts become an enumeration; numbers stay numbers, with the accepted ones in the description."""
    if not all(isinstance(value, str) for value in values):
        return {"type": _PRIMITIVES[type(values[0])]}
    token = f"{NAMESPACE}:index:{type_name(path)}"
    found[token] = {"type": "string", "enum": [{"name": _constant(value), "value": value} for value in values]}
    return {"$ref": f"#/types/{token}"}


def _constant(value: str) -> str:
    """Name of a value as a constant, in every language: letters and digits, no digit first."""
    name = "".join(part[:1].upper() + part[1:] for part in value.replace(".", "_").replace("-", "_").split("_"))
    return f"V{name}" if name[:1].isdigit() else name


def _plain(spec: Spec) -> Spec:
    return {**spec, "plain": True}


def _without_none(kind: Any) -> Any:
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return next(one for one in typing.get_args(kind) if one is not type(None))
    return kind
