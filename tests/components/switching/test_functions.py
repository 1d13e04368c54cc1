"""Contracts between what is deployed and the functions' code: environment, actions, resources, the clock, the table."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.foundation.reach import interface_services, services_of
from components.probe_body import LARGEST_BODY
from components.settings.switching import SwitchProbeSettings
from components.sources import function_sources
from components.switching.functions import probe_of
from components.switching.packages import CALLED, EVALUATOR, ROUTER, callers
from domain.switching import parse_rules
from lambdas.clients.circuits import PREFIX
from lambdas.clients.switch_states import STATE_ID
from lambdas.patterns.served import parse_patterns
from tests.components.support.harness import Recorded, RecordedStack
from tests.components.support.project import CHECKOUT
from tests.components.switching.support import (
    ALIAS,
    ENDPOINT,
    EVERY,
    MODEL,
    PROFILE,
    PROVISIONED,
    TWO,
    deployed,
    switching,
)
from tests.components.test_contracts import COMMON, actions_of, package_of

pytestmark = pytest.mark.xdist_group("pulumi_aws")

PACKAGES = (ROUTER, EVALUATOR)
RUNTIME = {"OwnLogs", "Traces", "DeadLetters", "DeadLetterKey"}
FUNCTION, POLICY = "aws:lambda/function:Function", "aws:iam/rolePolicy:RolePolicy"
VARIABLES_BYTES = 4096
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""


def function_of(stack: RecordedStack, package: str) -> Recorded:
    return next(one for one in stack.all(FUNCTION) if package_of(one) == package)


def environment(stack: RecordedStack, package: str) -> dict[str, str]:
    found: dict[str, str] = function_of(stack, package).inputs["environment"]["variables"]
    return found


def statements(stack: RecordedStack, package: str) -> dict[str, Any]:
    """What a role may do beside what its runtime needs, by statement."""
    policy = stack.only(POLICY, f"{function_of(stack, package).name}-access").json("policy")
    return {one["Sid"]: one for one in policy["Statement"] if one["Sid"] not in RUNTIME}


def settings_of(package: str) -> Any:
    return importlib.import_module(f"lambdas.{package}.settings")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_function_gets_exactly_the_variables_that_it_reads(every: RecordedStack, package: str) -> None:
    read, given = set(settings_of(package).VARIABLES), set(environment(every, package))
    assert read <= given, f"{package} reads {sorted(read - given)}, which nothing sets"
    assert given - COMMON <= read, f"{sorted(given - COMMON - read)} is set for {package}, which never reads it"


EXTREMES: list[dict[str, Any]] = [
    {},
    {
        "router": {
            "timeout_seconds": 900,
            "deadline_ms": 890_000,
            "state_max_age_seconds": 60,
            "retry_budget_share": 1,
            "circuit_failures": 100,
            "circuit_recovery_seconds": 3600,
        },
        "timing": {"window_seconds": 3600, "period_seconds": 60, "stale_seconds": 7200, "standby_share": 0.5},
        "decision_ttl_days": 365,
        "probe": {"file": "probe.png", "content_type": "image/png", "count": 20},
    },
    {
        "router": {
            "state_max_age_seconds": 0,
            "retry_budget_share": 0,
            "circuit_failures": 1,
            "circuit_recovery_seconds": 1,
        },
        "timing": {"window_seconds": 60, "period_seconds": 10, "stale_seconds": 60, "standby_share": 0},
        "decision_ttl_days": 1,
        "probe": {"file": "probe.png", "content_type": "image/png", "count": 1},
    },
]


@pytest.mark.parametrize("given", EXTREMES)
def test_whatever_the_settings_allow_the_functions_accept(project: Path, given: dict[str, Any]) -> None:
    stack = deployed(project, EVERY, **given)
    for package in PACKAGES:
        assert settings_of(package).Settings.from_env(environment(stack, package)) is not None


def test_both_functions_know_the_same_patterns_and_the_rules_name_them_in_their_order(every: RecordedStack) -> None:
    known = {package: parse_patterns(environment(every, package)["PATTERNS"]) for package in PACKAGES}
    assert known[EVALUATOR] == tuple(replace(one, cost=None) for one in known[ROUTER])
    served = [one.pattern for one in known[ROUTER]]
    assert served == [one["pattern"] for one in EVERY]
    assert parse_rules(environment(every, EVALUATOR)["RULES"]).order == tuple(served)


def test_the_capacity_in_use_is_looked_at_where_a_pattern_has_one(every: RecordedStack, two: RecordedStack) -> None:
    found = json.loads(environment(every, EVALUATOR)["UTILIZATION"])
    full = {pattern: metric["full"] for pattern, metric in found.items()}
    assert full == {
        "sagemaker_realtime": 200,
        "sagemaker_serverless": 1,
        "inference_components": 100,
        "lambda_on_demand": 25,
    }
    assert found["lambda_on_demand"]["dimensions"] == {"FunctionName": "front"}
    assert found["sagemaker_realtime"]["dimensions"] == {"EndpointName": "fast", "VariantName": "primary"}
    assert set(json.loads(environment(two, EVALUATOR)["UTILIZATION"])) == {"sagemaker_realtime", "sagemaker_serverless"}


def test_the_variables_of_the_largest_switch_fit_a_function(project: Path) -> None:
    """With every pattern and the largest probe; a name of AWS's own choice is longer than those of the test."""
    (project / "largest.bin").write_bytes(b"\0" * LARGEST_BODY)
    stack = deployed(project, EVERY, probe={"file": "largest.bin", "content_type": "image/png"})
    room = len(EVERY) * 100
    for package in PACKAGES:
        size = sum(len(name) + len(value) for name, value in environment(stack, package).items())
        assert size + room < VARIABLES_BYTES


@pytest.mark.parametrize("package", PACKAGES)
def test_a_role_holds_exactly_the_actions_that_its_code_declares(every: RecordedStack, package: str) -> None:
    declared = {
        action
        for kinds in function_sources(CHECKOUT, package).actions.values()
        for actions in kinds.values()
        for action in actions
    }
    assert {action for one in statements(every, package).values() for action in actions_of(one)} == declared


def test_the_router_calls_exactly_the_patterns_of_the_switch(every: RecordedStack) -> None:
    found = {
        action: resources
        for one in statements(every, ROUTER).values()
        for action in actions_of(one)
        for resources in [one["Resource"] if isinstance(one["Resource"], list) else [one["Resource"]]]
    }
    assert found["lambda:InvokeFunction"] == [ALIAS]
    by_sid = {sid: one["Resource"] for sid, one in statements(every, ROUTER).items()}
    assert by_sid["EndpointsEndpoint"] == [f"{ENDPOINT}{name}" for name in ("fast", "zero", "idle")]
    assert by_sid["EndpointsComponent"].endswith(":inference-component/part")
    assert by_sid["BedrockConverseProvisionedModel"] == PROVISIONED
    assert by_sid["BedrockConverseInferenceProfile"] == PROFILE
    open_ended = {sid for sid, resource in by_sid.items() if "*" in json.dumps(resource)}
    assert open_ended == {"BedrockConverseFoundationModel"}, "the Regions of a profile, which AWS changes"


def test_what_a_stack_does_not_have_is_not_granted(two: RecordedStack) -> None:
    for package in PACKAGES:
        text = json.dumps(statements(two, package))
        for action in ("bedrock:", "lambda:InvokeFunction", "inference-component", "GetProvisionedModelThroughput"):
            assert action not in text


def test_a_model_behind_a_profile_is_called_through_it_only(project: Path) -> None:
    patterns = [TWO[0], {"pattern": "bedrock_on_demand", "profile": "chat"}]
    for package in PACKAGES:
        found = statements(deployed(project, patterns), package)["BedrockConverseFoundationModel"]
        assert found["Resource"] == f"arn:aws:bedrock:*::foundation-model/{MODEL}"
        assert found["Condition"] == {"StringEquals": {"bedrock:InferenceProfileArn": [PROFILE]}}


def test_only_the_look_writes_decisions(every: RecordedStack) -> None:
    assert not any("SwitchDecisions" in sid for sid in statements(every, ROUTER))
    table = every.only("aws:dynamodb/table:Table").state["arn"]
    written = statements(every, EVALUATOR)["SwitchDecisionsTable"]
    assert written["Resource"] == table


def test_the_router_writes_circuits_and_no_state(every: RecordedStack) -> None:
    """One table has both; a router that could write the state would say itself where traffic goes."""
    writing = [one for one in statements(every, ROUTER).values() if {"dynamodb:PutItem"} & set(actions_of(one))]
    assert [one["Sid"] for one in writing] == ["CircuitsTable"]
    assert writing[0]["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{PREFIX}*"]}}
    assert not STATE_ID.startswith(PREFIX)


def test_the_look_runs_by_the_clock_and_ends_before_a_caller_of_it_gives_up(every: RecordedStack) -> None:
    schedule = every.only("aws:scheduler/schedule:Schedule").inputs
    assert schedule["scheduleExpression"] == "rate(1 minute)"
    assert schedule["target"]["input"] == "{}"
    assert function_of(every, EVALUATOR).inputs["timeout"] == 2 * 7 + 30, "the slowest probes, and the rest of a look"
    assert function_of(every, ROUTER).inputs["timeout"] * 1000 > 8000


def test_the_table_forgets_decisions_and_keeps_what_it_must(every: RecordedStack) -> None:
    made = every.only("aws:dynamodb/table:Table").inputs
    assert made["hashKey"] == "id"
    assert made["ttl"] == {"attributeName": "expires_at", "enabled": True}
    assert made["serverSideEncryption"]["enabled"]


def test_a_client_is_idle_exactly_where_no_pattern_is_called_by_it() -> None:
    assert callers(switching(EVERY)).idle == callers(switching(EVERY)).idle_actions == ()
    assert set(callers(switching(TWO)).idle) == {"function_predictions", "bedrock_converse"}
    for package in PACKAGES:
        assert set(CALLED) <= set(function_sources(CHECKOUT, package).actions), "each is a client of both"


@pytest.mark.parametrize("patterns", [TWO, EVERY, EVERY[4:]], ids=["two", "every", "tokens"])
def test_the_network_leads_to_what_is_granted_and_no_further(project: Path, patterns: list[dict[str, Any]]) -> None:
    stack = deployed(project, patterns)
    granted = [
        action for package in PACKAGES for one in statements(stack, package).values() for action in actions_of(one)
    ]
    assert interface_services(CHECKOUT, [callers(switching(patterns))]) == services_of(granted)


def test_a_probe_is_a_small_file(tmp_path: Path) -> None:
    (tmp_path / "probe").write_bytes(b"abc")
    found = json.loads(probe_of(tmp_path, SwitchProbeSettings(file="probe", content_type="text/csv")))
    assert found == {"content_type": "text/csv", "body_base64": "YWJj"}
    assert probe_of(tmp_path, SwitchProbeSettings()) == "{}"


@pytest.mark.parametrize(
    ("content", "text"), [(None, "could not be read"), (b"", "has 0 bytes"), (b"x" * 513, "has 513 bytes")]
)
def test_a_probe_that_is_none_is_refused(tmp_path: Path, content: bytes | None, text: str) -> None:
    if content is not None:
        (tmp_path / "probe").write_bytes(content)
    with pytest.raises(pulumi.RunError, match=text):
        probe_of(tmp_path, SwitchProbeSettings(file="probe", content_type="text/csv"))
