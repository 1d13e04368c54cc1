"""What a setting is called in a stack file (snake_case), and as an input of the component (camelCase)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from components.settings.describe import item_model, model_of
from components.settings.model import SettingsModel


def input_name(setting: str) -> str:
    """Name of the input for a setting.

    >>> input_name("latency_p99_ms")
    'latencyP99Ms'
    """
    first, *rest = setting.split("_")
    return first + "".join(part.capitalize() for part in rest)


def type_name(path: Iterable[str]) -> str:
    """Name of the type of a group of settings, or of the values of one: where it is, so that no two are called alike.

    >>> type_name(("inference", "predict"))
    'InferencePredict'
    """
    return "".join(part.capitalize() for key in path for part in key.split("_"))


def in_words_of_the_component(text: str, model: type[SettingsModel]) -> str:
    """A message about settings with their names as inputs; what is no setting's name stays as it is."""
    known = _keys(model)
    return re.sub(
        r"\b[a-z]+(?:_[a-z0-9]+)+\b",
        lambda found: input_name(found.group()) if found.group() in known else found.group(),
        text,
    )


@cache
def _keys(model: type[SettingsModel]) -> frozenset[str]:
    inner = (model_of(field) or item_model(field) for field in model.model_fields.values())
    return frozenset(model.model_fields).union(*(_keys(one) for one in inner if one is not None))
