"""Contracts between what is deployed and the code that runs: environment, handlers, actions, ARNs, metrics.

Both sides are read as they ship: the program's registrations, and the functions' source and settings.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from components.function_access import ANY
from components.platform import Platform
from components.settings import parse
from components.settings.invariants import PREDICT_MARGIN_SECONDS
from components.sources import function_sources
from components.training.packages import DEPLOYING, PACKAGES
from domain.metrics import NAMESPACE, Metric
from tests.components.support.harness import Recorded, RecordedStack, program
from tests.components.support.project import CHECKOUT, PROBE, TODAY, raw_settings, settings
from tests.components.training.support import EVERYTHING as TRAINING

OF_INFERENCE = ("discover", "predict", "submit_batch", "complete_batch", "sweep_batch", "collect")
OF_PREDICTIONS = ("predict_http", "predict_worker")
OF_SWITCHING = ("route_request", "switch_patterns")
OF_RESILIENCE = ("accept_work", "keep_lease", "run_work")
FUNCTIONS = (*OF_INFERENCE, "auto_stop", *PACKAGES, *DEPLOYING, *OF_PREDICTIONS, *OF_SWITCHING, *OF_RESILIENCE)
COST = {"auto_stop": {"enabled": True, "action": "delete"}}
"""Everything that a function of the theme may be granted."""
UNITS = {"name": "units", "model_id": "amazon.nova-2-lite-v1:0:256k", "accept_monthly_usd": 44165.0}
CAPACITY = {
    "enabled": True,
    "bedrock": {"provisioned": [UNITS], "profiles": [{"name": "chat", "source": "us.amazon.nova-2-lite-v1:0"}]},
}
SWITCHING = {
    "enabled": True,
    "probe": PROBE,
    "patterns": [
        {"pattern": "sagemaker_realtime"},
        {"pattern": "sagemaker_serverless"},
        {"pattern": "inference_components"},
        {"pattern": "lambda_on_demand"},
        {"pattern": "bedrock_on_demand", "profile": "chat"},
        {"pattern": "bedrock_provisioned", "provisioned": "units"},
    ],
}
"""Everything that a function of the theme may be granted, here too."""
RESILIENCE = {
    "enabled": True,
    "tier": 1,
    "secondary_region": "us-east-2",
    "access_point": {"volume_id": "fsvol-0123456789abcdef1"},
    "canary": PROBE,
}
OF_POWERTOOLS = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL"}
COMMON = OF_POWERTOOLS | {"PLATFORM_ENVIRONMENT"}


@pytest.fixture(scope="module")
def stack(project: Path) -> RecordedStack:
    every = {path: {"enabled": True} for path in ("realtime", "serverless", "components")}
    predictions = {"enabled": True, "asynchronous": {"enabled": True}}
    themes = {"training": TRAINING, "prediction_api": predictions, "switching": SWITCHING, "capacity": CAPACITY}
    themes["resilience"] = RESILIENCE
    given = settings({**raw_settings(**every), "cost": COST, **themes})
    return program(lambda: Platform("platform", given, project, TODAY))


def package_of(function: Recorded) -> str:
    return str(function.inputs["handler"].split(".")[1])


def function_of(stack: RecordedStack, package: str) -> Recorded:
    return next(one for one in stack.all("aws:lambda/function:Function") if package_of(one) == package)


def environment(stack: RecordedStack, package: str) -> dict[str, str]:
    variables: dict[str, str] = function_of(stack, package).inputs["environment"]["variables"]
    return variables


def test_every_function_of_the_code_is_deployed(stack: RecordedStack) -> None:
    in_code = {path.parent.name for path in (CHECKOUT / "lambdas").glob("*/handler.py")}
    deployed = {package_of(one) for one in stack.all("aws:lambda/function:Function")}
    assert deployed == in_code - {"serving"}, "serving runs in the model container, not in Lambda"
    assert deployed == set(FUNCTIONS)


@pytest.mark.parametrize("package", FUNCTIONS)
def test_a_function_gets_exactly_the_variables_that_it_reads(stack: RecordedStack, package: str) -> None:
    read = set(importlib.import_module(f"lambdas.{package}.settings").VARIABLES)
    given = set(environment(stack, package))
    assert read <= given, f"{package} reads {sorted(read - given)}, which nothing sets"
    assert given - COMMON <= read, f"{sorted(given - COMMON - read)} is set for {package}, which never reads it"
    assert given >= COMMON


def accepted_by_the_function(stack: RecordedStack, package: str) -> Any:
    found = importlib.import_module(f"lambdas.{package}.settings")
    read = found.read_settings if hasattr(found, "read_settings") else found.Settings.from_env
    return read(environment(stack, package))


@pytest.mark.parametrize("package", FUNCTIONS)
def test_a_function_accepts_the_values_that_it_gets(stack: RecordedStack, package: str) -> None:
    assert accepted_by_the_function(stack, package) is not None


def test_the_margin_that_predict_keeps_back_is_the_one_that_the_settings_leave() -> None:
    assert importlib.import_module("lambdas.predict.serve").DEADLINE_MARGIN_S == PREDICT_MARGIN_SECONDS


EXTREMES: list[dict[str, Any]] = [
    {"part_size": 10, "batch_threshold": 1},
    {"part_size": 10_000, "batch_threshold": 10_000_000},
    {"predict": {"concurrency": 1}, "realtime": {"enabled": True}},
    {"predict": {"concurrency": 64}, "realtime": {"enabled": True}},
    {
        "retry": {"initial_timeout_s": 1.5, "retry_delay_s": 0.0, "max_retries": 0, "task_timeout_s": 1.5},
        "realtime": {"enabled": True},
    },
    {
        "retry": {"initial_timeout_s": 870.0, "retry_delay_s": 60.0, "max_retries": 10, "task_timeout_s": 870.0},
        "realtime": {"enabled": True},
    },
    {"batch": {"instance_count": 100, "max_payload_mb": 100, "max_concurrent_transforms": 1, "token_ttl_days": 30}},
    {"batch": {"instance_count": 1, "max_payload_mb": 1, "max_concurrent_transforms": 100, "token_ttl_days": 1}},
]


LARGEST_COST = {
    "auto_stop": {"enabled": True, "action": "delete", "dry_run": False, "idle_minutes": 1440},
    "overrides": [
        {
            "target": "*",
            "since": "2026-11-26T18:00:00+09:00",
            "until": "2026-11-27T20:00:00Z",
            "by": "b" * 64,
            "why": "w" * 120,
        }
    ]
    * 7,
}


@pytest.mark.parametrize("inference", EXTREMES)
def test_whatever_the_settings_allow_the_functions_accept(project: Path, inference: dict[str, Any]) -> None:
    """The ends of the ranges: a value that passes here and fails in a function would fail in production first."""
    given = parse({**raw_settings(**inference), "cost": LARGEST_COST}, stack="test")
    stack = program(lambda: Platform("platform", given, project, TODAY))
    for function in stack.all("aws:lambda/function:Function"):
        assert accepted_by_the_function(stack, package_of(function)) is not None


@pytest.mark.parametrize("package", FUNCTIONS)
def test_the_handler_is_where_the_function_says(stack: RecordedStack, package: str) -> None:
    function = function_of(stack, package)
    module, _, name = function.inputs["handler"].rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))
    assert module.replace(".", "/") + ".py" in function.inputs["code"].assets


def access_policy(stack: RecordedStack, package: str) -> Recorded:
    return stack.only("aws:iam/rolePolicy:RolePolicy", f"{function_of(stack, package).name}-access")


@pytest.mark.parametrize("package", FUNCTIONS)
def test_a_role_holds_exactly_the_actions_that_its_code_declares(stack: RecordedStack, package: str) -> None:
    declared = {
        action
        for kinds in function_sources(CHECKOUT, package).actions.values()
        for actions in kinds.values()
        for action in actions
    }
    policy = access_policy(stack, package)
    granted = {
        action
        for statement in policy.json("policy")["Statement"]
        if statement["Sid"] not in {"OwnLogs", "Traces", "DeadLetters", "DeadLetterKey"}
        for action in actions_of(statement)
    }
    assert granted == declared


def actions_of(statement: Mapping[str, Any]) -> list[str]:
    found = statement["Action"]
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize("package", FUNCTIONS)
def test_only_actions_without_a_resource_get_a_star(stack: RecordedStack, package: str) -> None:
    policy = access_policy(stack, package)
    for statement in policy.json("policy")["Statement"]:
        if statement["Resource"] == "*":
            assert statement["Sid"] == "Traces" or statement["Sid"].endswith(ANY.capitalize())


def test_the_definition_calls_aliases_that_exist(stack: RecordedStack) -> None:
    definition = stack.only("aws:sfn/stateMachine:StateMachine", "platform-inference-workflow").json("definition")
    aliases = {
        f"{alias.inputs['functionName']}:{alias.inputs['name']}" for alias in stack.all("aws:lambda/alias:Alias")
    }
    called = set(function_arns(definition))
    assert {arn.partition(":function:")[2] for arn in called} <= aliases
    assert len(called) == 4


def function_arns(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "FunctionName" in value:
            yield value["FunctionName"]
        for item in value.values():
            yield from function_arns(item)


def published_by(package: str) -> set[str]:
    """Metrics that the code of a function names, in its own folder or in what it imports."""
    files = function_sources(CHECKOUT, package).files.items()
    return metrics_named_in(path for name, path in files if name.startswith("lambdas/"))


def metrics_named_in(files: Iterable[Path]) -> set[str]:
    """Metrics that code names."""
    names: set[str] = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Metric":
                names.add(Metric[node.attr].value)
    return names


def test_every_metric_that_is_watched_is_published_by_the_function_it_is_watched_of(stack: RecordedStack) -> None:
    watched = [
        alarm.inputs
        for alarm in stack.all("aws:cloudwatch/metricAlarm:MetricAlarm")
        if alarm.inputs.get("namespace") == NAMESPACE
    ]
    names = {"FilesFailed", "BatchTokenRecovered", "BatchFallback", "ModelLoadFailures"}
    names |= {"RequestsFailed", "PatternSwitches"}
    names |= {"CanaryHealthy", "CommitsFenced", "LeaseUnheld", "PeerDiverged", "PeerStaleness", "StandbyDrift"}
    names |= {"WorkDone"}
    assert {alarm["metricName"] for alarm in watched} == names
    for alarm in watched:
        service = alarm["dimensions"]["service"]
        assert alarm["metricName"] in published_by(service), alarm
        variables = environment(stack, service)
        assert variables["POWERTOOLS_SERVICE_NAME"] == service
        assert variables["PLATFORM_ENVIRONMENT"] == alarm["dimensions"]["Environment"]
        assert variables["POWERTOOLS_METRICS_NAMESPACE"] == NAMESPACE
        assert set(alarm["dimensions"]) - {"Region"} == {"service", "Environment"}


def test_every_metric_of_the_list_is_published_by_some_function_or_caller() -> None:
    """`cross_region` is no function: it runs where the two Regions are called from."""
    of_callers = metrics_named_in((CHECKOUT / "lambdas" / "cross_region").glob("*.py"))
    of_functions = {name for package in FUNCTIONS for name in published_by(package)}
    assert of_functions | of_callers == {metric.value for metric in Metric}
