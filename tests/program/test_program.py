"""The whole program, as Pulumi runs it, with each stack file, under mocks: no engine, no cloud, no network."""

from __future__ import annotations

import json
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from pulumi.runtime import set_all_config

from tests.components.support.harness import REGION, RecordedStack, program
from tests.components.support.project import CHECKOUT

STACKS = ("sandbox", "staging", "prod")
DATA = (
    "aws:kms/key:Key",
    "aws:s3/bucket:Bucket",
    "aws:dynamodb/table:Table",
)


def config_of(stack: str, **inference: Any) -> dict[str, str]:
    """The stack file's values as the engine hands them over: text, groups as JSON."""
    values = yaml.safe_load((CHECKOUT / f"Pulumi.{stack}.yaml").read_text())["config"]
    values["inference-platform:inference"].update(inference)
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}


def run(stack: str, project: Path, config: dict[str, str]) -> RecordedStack:
    """Runs ``__main__.py`` in a folder that set-up has prepared."""
    entry = project / "__main__.py"
    if not entry.exists():
        entry.symlink_to(CHECKOUT / "__main__.py")
    set_all_config(config, [])
    own = config.get("aws:region", REGION)
    return program(lambda: runpy.run_path(str(entry), run_name="__main__"), stack=stack, region=own)


@cache
def recorded_once(stack: str, project: Path) -> RecordedStack:
    """What a stack's own file makes of the program; for tests that only look."""
    return run(stack, project, config_of(stack))


@pytest.fixture(scope="module", params=STACKS)
def deployed(request: pytest.FixtureRequest, project: Path) -> tuple[str, RecordedStack]:
    return request.param, recorded_once(request.param, project)


def test_each_stack_runs_and_exports_its_outputs(deployed: tuple[str, RecordedStack]) -> None:
    stack, recorded = deployed
    always = {"stateMachineArn", "runBucket", "inputAccessPointArn", "inputAccessPointAlias", "taskTable"}
    always |= {"endpointNames", "functionNames", "keyArn", "alarmTopicArn", "componentName"}
    always |= {"autoStopFunction", "autoStopTable"}
    always |= {"trainingStateMachineArn", "trainingDataUri", "trainingFunctionNames", "trainingPlanKey"}
    always |= {"trainedModel", "modelPackageGroup", "modelRoleArn", "servingImageUri", "signingKeyArn"}
    always |= {"predictionApiUrl", "predictionApiId", "predictionApiStage", "predictionApiDocument"}
    always |= {"predictionFunctions", "predictionRollout", "candidateAlarmNames"}
    always |= {"routerFunction", "switchFunction", "switchTable", "switchDashboard"}
    two_regions = {"primaryRegion", "secondaryRegion", "ledgerTable", "ledgerRegion", "tokenTable", "workEndpoints"}
    two_regions |= {"keepLeaseFunction", "secondaryKeepLeaseFunction", "acceptWorkFunctions", "runWorkFunctions"}
    two_regions |= {"workStateMachines", "workBuses", "standbyRunBucket", "standbyKeyArn", "standbyAlarmTopicArn"}
    capacity = {"provisionedModelArns", "inferenceProfileArns", "lambdaConcurrencyPlan"}
    delivery = {"deliveryProviderArn", "deliveryRoleArns", "stateBucket", "stateKeyArn"}
    own = {
        "sandbox": {*delivery, "billingTopicArns", "modelEndpoint", "predictionApiKeyId", *capacity, *two_regions},
        "staging": set(),
        "prod": {"billingTopicArns", *capacity, *two_regions},
    }
    assert set(recorded.exports) - {"networkServices"} == always | own[stack]
    endpoints = {"sandbox": 3, "staging": 2, "prod": 3}
    assert len(recorded.exports["endpointNames"]) == endpoints[stack]


def test_required_tags_are_on_everything_that_takes_them(deployed: tuple[str, RecordedStack]) -> None:
    stack, recorded = deployed
    tagged = [resource for resource in recorded.custom() if "tags" in resource.inputs]
    assert len(tagged) > 30
    for resource in tagged:
        tags = resource.inputs["tags"]
        assert tags["Environment"] == stack
        assert {"Project", "Owner", "CostCenter", "ManagedBy"} <= set(tags)


def test_prod_alone_protects_what_holds_data(deployed: tuple[str, RecordedStack]) -> None:
    stack, recorded = deployed
    for type_ in DATA:
        for resource in recorded.all(type_):
            assert (resource.protect, resource.retain_on_delete) == ((stack == "prod"),) * 2, resource.name


def test_only_prod_has_a_network_of_its_own_in_each_region(deployed: tuple[str, RecordedStack]) -> None:
    stack, recorded = deployed
    networks = recorded.all("aws:ec2/vpc:Vpc")
    assert len(networks) == (2 if stack == "prod" else 0)
    assert len({network.inputs["cidrBlock"] for network in networks}) == len(networks)


def test_only_the_sandbox_runs_on_this_machines_processor(deployed: tuple[str, RecordedStack]) -> None:
    stack, recorded = deployed
    architectures = {one.inputs["architectures"][0] for one in recorded.all("aws:lambda/function:Function")}
    assert stack == "sandbox" or architectures == {"arm64"}


def test_no_path_of_this_machine_is_in_the_state(deployed: tuple[str, RecordedStack], project: Path) -> None:
    _, recorded = deployed
    for resource in recorded.custom():
        archive = resource.inputs.get("code")
        names = [asset.path for asset in archive.assets.values()] if archive is not None else []
        assert not [name for name in names if Path(name).is_absolute()], resource.name
        assert str(project) not in json.dumps(resource.inputs, default=str), resource.name


def test_a_stack_with_everything_off_registers_no_resource(project: Path) -> None:
    config = config_of("sandbox", enabled=False)
    for theme in ("capacity", "cost", "delivery", "prediction_api", "resilience", "switching", "training"):
        del config[f"inference-platform:{theme}"]
    recorded = run("sandbox", project, config)
    assert list(recorded.custom()) == []
    assert recorded.exports == {}


def test_a_stack_without_any_configuration_registers_no_resource(project: Path) -> None:
    assert list(run("new", project, {}).custom()) == []


def test_bad_configuration_ends_the_program_before_anything_is_registered(project: Path) -> None:
    with pytest.raises(pulumi.RunError, match=r"Pulumi\.sandbox\.yaml: 1 problem\n.*batch_threshold = 0: not accepted"):
        run("sandbox", project, config_of("sandbox", batch_threshold=0))


def test_the_entry_is_short() -> None:
    assert len((CHECKOUT / "__main__.py").read_text().splitlines()) <= 40
