"""SQS and SNS keep settings as texts by name: `{"VisibilityTimeout": "30"}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.provider.values import UNKNOWN, Props


def to_attributes(inputs: Mapping[str, Any], names: Mapping[str, str]) -> Props:
    """The settings among `inputs` as the service takes them; `names` maps property to attribute."""
    return {names[key]: _text(value) for key, value in inputs.items() if key in names}


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is UNKNOWN else str(value)


def from_attributes(attributes: Mapping[str, str], names: Mapping[str, str]) -> Props:
    """The properties in a service's `attributes`; empty texts mean that a setting is off."""
    return {
        name: _value(attributes[attribute]) for name, attribute in names.items() if attributes.get(attribute, "") != ""
    }


def _value(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isdecimal() else text
