"""The whole program of a stack in Tokyo with the bill watched: what is added, where, and that off adds nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from guardrails.audit.auditor import Auditor
from guardrails.catalog import load
from guardrails.config.pack_config import PackConfig

from components.cost_control.billing import BillingAlarms
from tests.components.support.harness import RecordedStack
from tests.program.test_guardrails import exported
from tests.program.test_program import config_of, run

pytestmark = pytest.mark.xdist_group("pulumi_aws")

STACK = "prod"
EMAILS = ["ml-platform-alarms@example.com"]
BILLING: dict[str, Any] = {
    "enabled": True,
    **{f"{tier}_emails": EMAILS for tier in ("warning", "critical", "emergency")},
    "budget": {"enabled": True, "emails": EMAILS},
    "anomalies": {"enabled": True, "emails": EMAILS},
}
ABOUT_THE_BILL = ("aws:budgets/", "aws:costexplorer/")


def configured(billing: dict[str, Any]) -> dict[str, str]:
    """The stack file with the cost theme's billing part, and nothing else of that theme."""
    config = {**config_of(STACK), "inference-platform:cost": json.dumps({"billing": billing})}
    del config["inference-platform:resilience"]  # which has a provider of its own
    return config


@pytest.fixture(scope="module")
def without(project: Path) -> RecordedStack:
    return run(STACK, project, configured({}))


@pytest.fixture(scope="module")
def watched(project: Path) -> RecordedStack:
    return run(STACK, project, configured(BILLING))


def custom_urns(stack: RecordedStack) -> set[str]:
    return {one.urn for one in stack.custom()}


def test_the_stacks_own_region_is_another_one() -> None:
    assert config_of(STACK)["aws:region"] == "ap-northeast-1"


def test_off_adds_nothing(without: RecordedStack) -> None:
    assert without.all("pulumi:providers:aws") == []
    assert [one.name for one in without.custom() if one.provider] == []


def test_what_it_adds_is_in_us_east_1_and_nothing_else_is(without: RecordedStack, watched: RecordedStack) -> None:
    provider = watched.only("pulumi:providers:aws")
    assert provider.inputs["region"] == "us-east-1"
    there = {one.urn for one in watched.custom() if one.provider.rpartition("::")[0] == provider.urn}
    assert there == custom_urns(watched) - custom_urns(without) - {provider.urn}
    assert custom_urns(without) <= custom_urns(watched)
    assert {one.urn for one in watched.custom() if one.type.startswith(ABOUT_THE_BILL)} <= there


def test_an_alarm_of_the_stack_never_tells_a_topic_of_the_bill(watched: RecordedStack) -> None:
    billing = watched.outputs[watched.only(BillingAlarms.token).urn]["topic_arns"].values()
    for alarm in watched.all("aws:cloudwatch/metricAlarm:MetricAlarm"):
        in_stacks_region = not alarm.provider
        assert in_stacks_region == set(alarm.inputs["alarmActions"]).isdisjoint(billing), alarm.name


def test_the_bill_can_be_watched_alone(project: Path) -> None:
    config = configured(BILLING)
    for theme in ("inference", "training", "prediction_api", "capacity", "delivery", "switching"):
        config.pop(f"inference-platform:{theme}", None)
    alone = run(STACK, project, config)
    assert {one.provider == "" for one in alone.custom() if one.type != "pulumi:providers:aws"} == {False}


def test_the_policy_pack_accepts_what_it_adds(without: RecordedStack, watched: RecordedStack, tmp_path: Path) -> None:
    def findings(stack: RecordedStack) -> set[str]:
        (tmp_path / "stack.json").write_text(exported(stack), encoding="utf-8")
        report = Auditor(load(), PackConfig(), datetime.now(UTC).date()).audit(str(tmp_path / "stack.json"))
        assert report.error == ""
        return {finding.message for finding in report.findings}

    assert findings(watched) <= findings(without)
