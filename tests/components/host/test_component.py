"""The platform below one resource of another program, under mocks; the real engine: tests/sandbox/platform."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.host.files import found_from
from components.host.outputs import OUTPUTS
from components.host.provider import PlatformProvider
from components.host.schema import COMPONENT, package_schema
from tests.components.support.harness import Recorded, RecordedStack, program
from tests.components.support.project import CHECKOUT, TODAY
from tests.program.test_program import STACKS, recorded_once

pytestmark = pytest.mark.xdist_group("pulumi_aws")

TIERS = ("warning", "critical", "emergency")
INPUTS = {
    "environment": "staging",
    "owner": "claims",
    "costCenter": "cc-1234",
    "foundation": {"alarmEmails": ["a@example.com"]},
    "cost": {
        "billing": {"enabled": True, **{f"{tier}Emails": ["a@example.com"] for tier in TIERS}},
        "autoStop": {"enabled": True},
    },
}


def provider(project: Path, caller: Path) -> PlatformProvider:
    return PlatformProvider("0.1.0", project, caller, lambda: TODAY)


def constructed(project: Path, caller: Path, **options: Any) -> tuple[RecordedStack, dict[str, Any]]:
    outputs: dict[str, Any] = {}

    def build() -> None:
        made = provider(project, caller).construct("claims", COMPONENT, INPUTS, pulumi.ResourceOptions(**options))
        outputs.update(made.state)

    return program(build), outputs


def top_of(made: RecordedStack, resource: Recorded) -> Recorded:
    while "::pulumi:pulumi:Stack::" not in resource.parent:
        resource = made.by_urn(resource.parent)
    return resource


def test_everything_is_below_one_resource_and_has_the_required_tags(project: Path) -> None:
    made, _ = constructed(project, project)
    top = [one for one in made.resources if one.type == COMPONENT]
    assert [one.name for one in top] == ["claims"]
    assert {top_of(made, one).name for one in made.resources} == {"claims"}
    tagged = [one for one in made.custom() if "tags" in one.inputs]
    assert len(tagged) > 5
    assert all(one.inputs["tags"]["Owner"] == "claims" for one in tagged)
    assert all(one.inputs["tags"]["CostCenter"] == "cc-1234" for one in tagged)


def test_its_files_are_named_from_the_caller_s_folder(project: Path, tmp_path: Path) -> None:
    made, _ = constructed(project, tmp_path)
    functions = made.all("aws:lambda/function:Function")
    assert functions
    for function in functions:
        for name, asset in function.inputs["code"].assets.items():
            assert not Path(asset.path).is_absolute()
            assert (tmp_path / asset.path).resolve() == (project / name).resolve()


def test_every_output_of_a_stack_is_in_the_schema_with_its_shape(project: Path) -> None:
    kinds = {"text": str, "list": list, "map": dict, "any": object}
    for stack in STACKS:
        for name, value in recorded_once(stack, project).exports.items():
            shape, _ = OUTPUTS[name]
            assert isinstance(value, kinds[shape]), name
            if shape in ("list", "map"):
                inner = value if isinstance(value, list) else value.values()
                assert all(isinstance(one, str) for one in inner), name


def test_it_hands_its_outputs_over(project: Path) -> None:
    _, outputs = constructed(project, project)
    assert {"autoStopFunction", "billingTopicArns", "keyArn"} <= set(outputs)
    assert set(outputs) <= set(OUTPUTS)


def test_the_schema_is_that_of_the_settings(project: Path) -> None:
    assert json.loads(provider(project, project).schema or "") == package_schema("0.1.0")


def test_another_type_is_refused_with_the_one_that_there_is(project: Path) -> None:
    with pytest.raises(ValueError, match=f"'inference-platform:index:Other' is not accepted; accepted: {COMPONENT}"):
        provider(project, project).construct("claims", "inference-platform:index:Other", {})


def test_a_resource_without_files_is_left_alone(tmp_path: Path) -> None:
    args = pulumi.ResourceTransformationArgs(
        resource=None,
        type_="t",
        name="n",
        props={"a": 1},
        opts=pulumi.ResourceOptions(),  # type: ignore[arg-type]
    )
    assert found_from(CHECKOUT, tmp_path)(args) is None


def test_schedules_are_proved_from_the_day_that_it_is_told(project: Path) -> None:
    days: list[date] = []

    def today() -> date:
        days.append(TODAY)
        return TODAY

    program(lambda: PlatformProvider("0.1.0", project, project, today).construct("claims", COMPONENT, {}))
    assert days == [TODAY]
