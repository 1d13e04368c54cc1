"""What functions in the stack's network call, they can reach: endpoints against what each deployed role may do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.foundation.reach import ReachError, services_of
from components.platform import Platform
from components.platform_wiring import callers
from components.settings import Settings, parse
from tests.components.support.harness import REGION, Recorded, RecordedStack, program
from tests.components.support.project import TODAY, raw_settings
from tests.components.training.support import EVERYTHING, MINIMAL

pytestmark = pytest.mark.xdist_group("pulumi_aws")

RUNTIME = {"OwnLogs", "Traces", "DeadLetters", "DeadLetterKey", "NetworkInterfaces"}
"""What Lambda itself does: it does not pass the function's network."""

ENDPOINTS = {"realtime": {"enabled": True}}
API = {"enabled": True, "model": "digits"}
TODAYS = ["sagemaker.api", "sagemaker.runtime", "states"]


def stack_of(project: Path, raw: Mapping[str, Any], *, inference: bool = True, mode: str = "create") -> RecordedStack:
    given = settings_of(raw, inference=inference, mode=mode)

    def build() -> None:
        for name, value in Platform("platform", given, project, TODAY).outputs.items():
            pulumi.export(name, value)

    return program(build)


def settings_of(raw: Mapping[str, Any], *, inference: bool = True, mode: str = "create") -> Settings:
    base = raw_settings(**ENDPOINTS)
    of_mode = {"existing": {"vpc_id": "vpc-0123456789abcdef0", "subnet_ids": ["subnet-1"]}}
    base["foundation"]["network"] = {"mode": mode, **of_mode.get(mode, {})}
    base["inference"]["enabled"] = inference
    return parse({**base, **raw}, stack="test")


def interfaces(stack: RecordedStack) -> list[str]:
    found = [one.inputs for one in stack.all("aws:ec2/vpcEndpoint:VpcEndpoint")]
    named = [one["serviceName"] for one in found if one["vpcEndpointType"] == "Interface"]
    return sorted(name.removeprefix(f"com.amazonaws.{REGION}.") for name in named)


def inside(stack: RecordedStack) -> list[Recorded]:
    return [one for one in stack.all("aws:lambda/function:Function") if "vpcConfig" in one.inputs]


def packages(functions: list[Recorded]) -> set[str]:
    return {one.inputs["handler"].split(".")[1] for one in functions}


def granted(stack: RecordedStack, function: Recorded) -> set[str]:
    policy = stack.only("aws:iam/rolePolicy:RolePolicy", f"{function.name}-access").json("policy")
    statements = [one for one in policy["Statement"] if one["Sid"] not in RUNTIME]
    listed = [one["Action"] if isinstance(one["Action"], list) else [one["Action"]] for one in statements]
    return {action for some in listed for action in some}


THEMES: dict[str, tuple[bool, dict[str, Any]]] = {
    "inference": (True, {}),
    "auto-stop outside": (True, {"cost": {"auto_stop": {"enabled": True}}}),
    "auto-stop inside": (False, {"cost": {"auto_stop": {"enabled": True, "in_network": True}}}),
    "auto-stop that deletes": (
        False,
        {"cost": {"auto_stop": {"enabled": True, "in_network": True, "action": "delete"}}},
    ),
    "training": (False, {"training": {**MINIMAL, "signing": False}}),
    "training, signed": (False, {"training": {**MINIMAL, "signing": True}}),
    "training, deploying": (False, {"training": EVERYTHING}),
    "predictions": (False, {"prediction_api": API}),
    "predictions, asynchronous": (False, {"prediction_api": {**API, "asynchronous": {"enabled": True}}}),
    "training and predictions, signed": (
        False,
        {"training": {**MINIMAL, "signing": True}, "prediction_api": {**API, "asynchronous": {"enabled": True}}},
    ),
    "training and predictions, not signed": (
        False,
        {"training": {**MINIMAL, "signing": False}, "prediction_api": API},
    ),
}


@pytest.fixture(scope="module")
def built(project: Path) -> Callable[[str], RecordedStack]:
    """The stack of a theme, built once."""

    @cache
    def build(theme: str) -> RecordedStack:
        inference, raw = THEMES[theme]
        return stack_of(project, raw, inference=inference)

    return build


@pytest.mark.parametrize("theme", THEMES)
def test_every_service_that_a_function_in_the_network_may_call_has_an_endpoint_and_no_other(
    built: Callable[[str], RecordedStack], theme: str
) -> None:
    """Too few: calls hang until the function's timeout. Too many: each costs by the hour, in each zone."""
    stack = built(theme)
    called = {action for function in inside(stack) for action in granted(stack, function)}
    assert interfaces(stack) == sorted(services_of(called))


EXPECTED = {
    "inference": TODAYS,
    "auto-stop outside": TODAYS,
    "auto-stop inside": ["application-autoscaling", "monitoring", "sagemaker.api", "sns", "tagging"],
    "training": ["monitoring", "sagemaker.api", "states"],
    "training, signed": ["kms", "monitoring", "sagemaker.api", "states"],
    "predictions": [],
    "predictions, asynchronous": ["lambda"],
    "training and predictions, signed": ["kms", "lambda", "monitoring", "sagemaker.api", "states"],
}


@pytest.mark.parametrize("theme", EXPECTED)
def test_a_theme_brings_the_endpoints_that_it_needs(built: Callable[[str], RecordedStack], theme: str) -> None:
    assert interfaces(built(theme)) == EXPECTED[theme]


@pytest.mark.parametrize("theme", THEMES)
def test_every_function_runs_in_the_network_but_auto_stop_where_it_is_left_out(
    built: Callable[[str], RecordedStack], theme: str
) -> None:
    stack = built(theme)
    every = packages(stack.all("aws:lambda/function:Function"))
    assert every - packages(inside(stack)) == ({"auto_stop"} if theme == "auto-stop outside" else set())


@pytest.mark.parametrize("theme", THEMES)
def test_the_platform_knows_every_package_that_its_themes_deploy_in_the_network(
    built: Callable[[str], RecordedStack], theme: str
) -> None:
    """A package that a list lacks is refused when it is built; one that a list has too many costs an endpoint."""
    inference, raw = THEMES[theme]
    listed = {package for one in callers(settings_of(raw, inference=inference)) for package in one.packages}
    assert listed == packages(inside(built(theme)))


def test_batch_alone_calls_no_endpoint(project: Path) -> None:
    raw = {"inference": raw_settings()["inference"]}
    assert interfaces(stack_of(project, raw)) == ["sagemaker.api", "states"]


def test_a_function_that_no_list_has_is_refused_with_what_to_do(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.platform.callers", lambda _: ())
    with pytest.raises(ReachError, match=r"may call .*; name '\w+' among the packages of its theme's callers\(\)"):
        stack_of(project, {})


def test_the_owner_of_an_existing_network_is_told_what_it_must_lead_to(project: Path) -> None:
    raw = {"training": {**MINIMAL, "signing": True}}
    assert stack_of(project, raw, mode="existing").exports["networkServices"] == [
        f"com.amazonaws.{REGION}.{name}"
        for name in ("s3", "dynamodb", "kms", "monitoring", "sagemaker.api", "sagemaker.runtime", "states")
    ]


@pytest.mark.parametrize("mode", ["none", "create"])
def test_nobody_else_is_told(project: Path, mode: str) -> None:
    assert "networkServices" not in stack_of(project, {}, mode=mode).exports
