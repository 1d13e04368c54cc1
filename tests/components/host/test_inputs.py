"""A component's inputs: the same settings as a stack file's, and mistakes in the caller's own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pulumi.errors import InputPropertiesError

from components.host.inputs import found_files, settings_of
from components.host.names import input_name
from components.settings import NAMESPACE, Settings, parse
from components.settings.describe import item_model, model_of
from components.settings.model import SettingsModel
from tests.components.support.project import CHECKOUT

HERE = Path("/programs/claims")


def as_inputs(raw: Any, model: type[SettingsModel] | None) -> Any:
    """A stack file's values as a program of another language gives them: camelCase, and every number a float."""
    if isinstance(raw, bool) or not isinstance(raw, (dict, list, int, float)):
        return raw
    if isinstance(raw, (int, float)):
        return float(raw)
    if isinstance(raw, list):
        return [as_inputs(one, model) for one in raw]
    if model is None:
        return {key: as_inputs(value, None) for key, value in raw.items()}
    given: dict[str, Any] = {}
    for name, value in raw.items():
        field = model.model_fields[name]
        given[input_name(name)] = as_inputs(value, model_of(field) or item_model(field))
    return given


def refused(inputs: dict[str, Any]) -> tuple[str, dict[str, str]]:
    with pytest.raises(InputPropertiesError) as error:
        settings_of(inputs, "claims", HERE)
    return error.value.message, {one["property_path"]: one["reason"] for one in error.value.errors or ()}


@pytest.mark.parametrize("stack", ["sandbox", "staging", "prod"])
def test_the_inputs_of_a_stack_file_are_its_settings(stack: str) -> None:
    config = yaml.safe_load((CHECKOUT / f"Pulumi.{stack}.yaml").read_text())["config"]
    raw = {key.removeprefix(f"{NAMESPACE}:"): value for key, value in config.items() if key.startswith(NAMESPACE)}
    assert settings_of(as_inputs(raw, Settings), "claims", HERE) == parse(found_files(raw, HERE), stack=stack)


@given(st.integers(1, 10_000_000))
def test_a_whole_number_is_whole_again(threshold: int) -> None:
    found = settings_of({"inference": {"batchThreshold": float(threshold)}}, "claims", HERE)
    assert found.inference.batch_threshold == threshold


def test_every_problem_is_told_at_its_input() -> None:
    message, problems = refused(
        {
            "environment": "staging",
            "costCenter": "",
            "inference": {"enabled": True, "batchTreshold": 5.0, "serverless": {"memorySizeInMb": 1000.0}},
        }
    )
    assert message == f"InferencePlatform 'claims': {len(problems)} problems"
    assert problems["inference.serverless.memorySizeInMb"].startswith("= 1000: not accepted; accepted: one of 1024")
    assert "did you mean 'batchThreshold'?" in problems["inference.batchTreshold"]
    assert "accessPoint" in " ".join(problems)
    assert not any("_" in path for path in problems)


@pytest.mark.parametrize("value", [1000.5, float("nan"), float("inf"), "1000", True, None])
def test_what_is_no_whole_number_is_refused(value: Any) -> None:
    _, problems = refused({"inference": {"batchThreshold": value}})
    assert "accepted: whole number" in problems["inference.batchThreshold"]


def test_what_waits_for_a_resource_is_refused_by_its_input() -> None:
    unknown = pulumi.output.Unknown()
    _, problems = refused({"foundation": {"accessPoint": {"volumeId": unknown}, "alarmEmails": ["a@b.c", unknown]}})
    assert set(problems) == {"foundation.accessPoint.volumeId", "foundation.alarmEmails[1]"}
    assert set(problems.values()) == {"waits for another resource; accepted: a plain value"}


def test_a_group_that_is_no_group_is_refused() -> None:
    _, problems = refused({"inference": "on"})
    assert "accepted: object with the keys enabled" in problems["inference"]


def test_the_caller_s_files_are_found_from_its_folder() -> None:
    found = found_files({"inference": {"model": {"archive": "m.tar.gz"}}, "switching": {"probe": {"file": "/p"}}}, HERE)
    assert found["inference"]["model"]["archive"] == "/programs/claims/m.tar.gz"
    assert found["switching"]["probe"]["file"] == "/p"
