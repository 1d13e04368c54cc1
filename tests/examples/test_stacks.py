"""Each example stack is accepted, built by the program, and clean under the policy pack as its folder configures it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from guardrails.audit.auditor import Auditor
from guardrails.catalog import load
from guardrails.config.pack_config import PackConfig, read_pack_config
from guardrails.rule import Level

from tests.components.support.export import exported
from tests.examples.stacks import FILES, FOLDER, recorded
from toolchain.docs import EXAMPLE_STACKS

pytestmark = pytest.mark.xdist_group("pulumi_aws")


def organisation(stack: str) -> PackConfig:
    """What the example's organisation decided; nothing for most."""
    path = FILES[stack].parent / "guardrails.json"
    return read_pack_config(json.loads(path.read_text(encoding="utf-8")), load()) if path.exists() else PackConfig()


@pytest.mark.parametrize("stack", FILES)
def test_an_example_stack_breaks_no_mandatory_rule(stack: str, tmp_path: Path) -> None:
    made = recorded(stack)
    (tmp_path / f"{stack}.json").write_text(exported(made), encoding="utf-8")
    report = Auditor(load(), organisation(stack), datetime.now(UTC).date()).audit(str(tmp_path / f"{stack}.json"))
    assert report.error == ""
    assert report.resources > 30
    assert [finding.message for finding in report.findings if finding.level is not Level.ADVISORY] == []


def test_a_small_team_pays_for_nothing_that_stands_idle() -> None:
    made = recorded("small-team")
    variants = [
        variant
        for configuration in made.all("aws:sagemaker/endpointConfiguration:EndpointConfiguration")
        for variant in configuration.inputs["productionVariants"]
    ]
    assert [("serverlessConfig" in variant, "instanceType" in variant) for variant in variants] == [(True, False)]
    assert not made.all("aws:ec2/vpcEndpoint:VpcEndpoint")


def test_in_a_regulated_stack_every_function_and_model_is_in_the_network_and_every_log_is_kept() -> None:
    made = recorded("regulated")
    outside = [one.name for one in made.all("aws:lambda/function:Function") if not one.inputs.get("vpcConfig")]
    outside += [one.name for one in made.all("aws:sagemaker/model:Model") if not one.inputs.get("vpcConfig")]
    assert outside == []
    logs = made.all("aws:cloudwatch/logGroup:LogGroup")
    assert {log.inputs["retentionInDays"] for log in logs} == {2557}
    assert all(log.inputs.get("kmsKeyId") for log in logs)


def test_two_regions_are_built_in_both_tiers() -> None:
    for stack, tier in (("multi-region", 2), ("multi-region-tier1", 1)):
        made = recorded(stack)
        assert (made.exports["primaryRegion"], made.exports["secondaryRegion"]) == ("us-east-1", "us-east-2"), tier
        assert set(made.exports["workEndpoints"]) == {"us-east-1", "us-east-2"}


def test_every_example_has_a_page_with_its_cost_and_is_in_the_list() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    assert folders == set(EXAMPLE_STACKS)
    assert {stack for stacks in EXAMPLE_STACKS.values() for stack in stacks} == set(FILES)
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"]({name}/README.md)" in listed for name in folders)
