"""The package's schema: every setting is an input, every type is there, and names go there and back."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from components.host.inputs import FILES
from components.host.names import in_words_of_the_component, input_name
from components.host.schema import COMPONENT, package_schema
from components.settings import Settings
from components.settings.describe import item_model, model_of, rows
from components.settings.model import SettingsModel
from tests.components.support.project import CHECKOUT

SCHEMA = package_schema("0.1.0")


def properties(spec: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for holder in (SCHEMA["resources"][COMPONENT]["inputProperties"], *(one.get("properties", {}) for one in spec)):
        yield from holder.items()


def leaves(holder: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """Paths of the single inputs, as `rows` has those of the settings."""
    for name, one in holder.items():
        lists = one.get("type") == "array"
        reference = (one["items"] if lists else one).get("$ref", "")
        inner = SCHEMA["types"].get(reference.removeprefix("#/types/"), {})
        if "properties" in inner:
            yield from leaves(inner["properties"], f"{prefix}{name}{'[]' if lists else ''}.")
        else:
            yield f"{prefix}{name}"


def models(model: type[SettingsModel]) -> Iterator[type[SettingsModel]]:
    yield model
    for field in model.model_fields.values():
        inner = model_of(field) or item_model(field)
        if inner is not None:
            yield from models(inner)


def test_every_setting_is_an_input_and_no_input_is_none() -> None:
    found = set(leaves(SCHEMA["resources"][COMPONENT]["inputProperties"]))
    for path, field in rows(Settings):
        camel = ".".join(input_name(part) for part in path.split("."))
        if model_of(field) is None:
            assert camel in found, path
        else:  # a group that is absent by default: its own settings are inputs
            assert any(one.startswith(f"{camel}.") for one in found), path
    assert len(found) >= len(list(rows(Settings)))


def test_every_reference_leads_to_a_type() -> None:
    references = re.findall(r'"#/types/([^"]+)"', json.dumps(SCHEMA))
    assert references
    assert set(references) == set(SCHEMA["types"])


@pytest.mark.parametrize(
    "model", sorted(set(models(Settings)), key=lambda model: model.__name__), ids=lambda model: model.__name__
)
def test_no_two_settings_of_a_group_are_the_same_input(model: type[SettingsModel]) -> None:
    assert len({input_name(name) for name in model.model_fields}) == len(model.model_fields)


def test_every_input_is_plain_and_says_what_it_accepts() -> None:
    for name, one in properties(SCHEMA["types"].values()):
        assert one["plain"] is True, name
        assert one["description"], name
        if "$ref" not in one and one.get("type") != "array":
            assert " Accepted: " in one["description"], name


def test_a_choice_is_an_enumeration_whose_constants_every_language_can_name() -> None:
    choices = [one for one in SCHEMA["types"].values() if "enum" in one]
    assert choices
    for choice in choices:
        names = [value["name"] for value in choice["enum"]]
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name) for name in names), names
        assert len(set(names)) == len(names)


def test_the_package_has_the_project_s_version() -> None:
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    assert f'PlatformProvider("{version}"' in (CHECKOUT / "components" / "host" / "__main__.py").read_text()


def test_a_message_speaks_of_inputs() -> None:
    said = in_words_of_the_component("max_concurrency is above memory_size_in_mb of my_own_thing", Settings)
    assert said == "maxConcurrency is above memorySizeInMb of my_own_thing"


def test_the_files_of_the_caller_are_settings() -> None:
    paths = {path for path, _ in rows(Settings)}
    assert {".".join(path) for path in FILES} <= paths
